import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** Writes lines and waits while the reader is slower: memory stays flat however long the stream is. */
export interface LineWriter {
  write(line: string): Promise<void>;
  flush(): Promise<void>;
}

const chunkLength = 65_536;

export const lineWriter = (target: Writable): LineWriter => {
  let pending: string[] = [];
  let length = 0;
  const flush = async (): Promise<void> => {
    if (pending.length === 0) return;
    const chunk = pending.join('');
    pending = [];
    length = 0;
    if (!target.write(chunk)) await once(target, 'drain');
  };
  return {
    write: async (line) => {
      pending.push(line, '\n');
      length += line.length + 1;
      if (length >= chunkLength) await flush();
    },
    flush,
  };
};
