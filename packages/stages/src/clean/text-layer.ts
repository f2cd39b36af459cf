/** The readable parts of a message at one point of its cleaning; `body` is empty where there is none. */
export interface TextLayer {
  readonly title: string;
  readonly body: string;
  readonly turns: readonly string[];
}

export const emptyLayer: TextLayer = { title: '', body: '', turns: [] };

/** The layer with every part changed; an empty part stays empty. */
export const mapLayer = ({ title, body, turns }: TextLayer, change: (part: string) => string): TextLayer => ({
  title: title === '' ? '' : change(title),
  body: body === '' ? '' : change(body),
  turns: turns.length === 0 ? turns : turns.map(change),
});
