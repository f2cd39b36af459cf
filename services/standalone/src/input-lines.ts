/** Longest line that is read, UTF-16 code units: a line over it is cut and flagged, never kept whole in memory. */
export const maxLineLength = 4_194_304;

export interface InputLine {
  readonly text: string;
  readonly truncated: boolean;
}

/** Lines of a UTF-8 stream without their ends; bounded memory whatever the line lengths; a byte order mark is dropped. */
export async function* inputLines(source: AsyncIterable<Uint8Array>): AsyncGenerator<InputLine> {
  const decoder = new TextDecoder();
  let rest = '';
  let truncated = false;
  const grow = (piece: string): void => {
    const room = maxLineLength - rest.length;
    if (piece.length > room) truncated = true;
    rest += piece.slice(0, Math.max(0, room));
  };
  for await (const chunk of source) {
    const text = decoder.decode(chunk, { stream: true });
    let from = 0;
    for (let end = text.indexOf('\n', from); end !== -1; end = text.indexOf('\n', from)) {
      grow(text.slice(from, end));
      yield { text: rest.endsWith('\r') ? rest.slice(0, -1) : rest, truncated };
      rest = '';
      truncated = false;
      from = end + 1;
    }
    grow(text.slice(from));
  }
  grow(decoder.decode());
  if (rest !== '') yield { text: rest, truncated };
}
