const space = /[\t\n\f\r \u00a0]+/g;

/** Collects text as a browser would lay it out: white space collapsed, blocks on lines of their own. */
export interface LineWriter {
  text(piece: string, preformatted: boolean): void;
  /** Ends the line; `blank` asks for an empty line after it. */
  line(blank: boolean): void;
  cell(): void;
  finish(): string;
}

export const lineWriter = (): LineWriter => {
  const lines: string[] = [];
  let current = '';
  let blankWanted = false;
  const flush = (): void => {
    const whole = current.trim();
    current = '';
    if (whole === '') return;
    if (blankWanted && lines.length > 0) lines.push('');
    blankWanted = false;
    lines.push(whole);
  };
  return {
    text: (piece, preformatted) => {
      if (!preformatted) {
        current += piece.replace(space, ' ');
        return;
      }
      const parts = piece.split('\n');
      for (let at = 0; at < parts.length; at += 1) {
        if (at > 0) flush();
        current += parts[at] ?? '';
      }
    },
    line: (blank) => {
      flush();
      if (blank) blankWanted = true;
    },
    cell: () => {
      if (current.trim() !== '') current += '\t';
    },
    finish: () => {
      flush();
      return lines.join('\n').replace(/ {2,}/g, ' ');
    },
  };
};
