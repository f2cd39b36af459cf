const lineFeed = 0x0a;

/** A line over the limit: no file of ours. */
export class LineTooLong extends Error {
  constructor(limit: number) {
    super(`a line is longer than ${limit} bytes`);
    this.name = 'LineTooLong';
  }
}

/**
 * Whole lines with their line feeds, in bounded memory; bytes after the last line feed are no line.
 * @throws LineTooLong
 */
export async function* readLines(bytes: AsyncIterable<Uint8Array>, limit: number): AsyncGenerator<Buffer> {
  let held: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    let from = 0;
    for (let at = chunk.indexOf(lineFeed); at !== -1; at = chunk.indexOf(lineFeed, from)) {
      if (size + at - from > limit) throw new LineTooLong(limit);
      yield Buffer.concat([...held, chunk.subarray(from, at + 1)]);
      held = [];
      size = 0;
      from = at + 1;
    }
    if (from === chunk.length) continue;
    held.push(chunk.subarray(from));
    size += chunk.length - from;
    if (size > limit) throw new LineTooLong(limit);
  }
}
