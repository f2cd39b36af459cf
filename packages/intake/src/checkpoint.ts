import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** How far a file was taken in: everything before `next` is durable in the log. */
interface Position {
  /** Byte offset in the file. */
  readonly next: number;
  readonly accepted: number;
  readonly rejected: number;
}

const start: Position = { next: 0, accepted: 0, rejected: 0 };

/** Remembers positions of imports, so that an interrupted one goes on where the log's acknowledgement left it. */
export interface Checkpoint {
  readonly position: Position;
  /** Only after the append of everything before `next` settled. */
  save(position: Position): Promise<void>;
  /** The file is done: the next import of it starts from the top and finds its records known. */
  clear(): Promise<void>;
}

/** A changed file (size or time of change) starts from the top. */
export const openCheckpoint = async (dir: string, file: string): Promise<Checkpoint> => {
  const { size, mtimeMs } = await stat(file);
  const name = createHash('sha256')
    .update(`${path.resolve(file)}\n${size}\n${mtimeMs}`)
    .digest('hex')
    .slice(0, 32);
  const folder = path.join(dir, 'imports');
  const place = path.join(folder, `${name}.json`);
  await mkdir(folder, { recursive: true });
  const known = await readFile(place, 'utf8').catch(() => null);
  return {
    position: known === null ? start : (JSON.parse(known) as Position),
    save: async (position) => {
      await writeFile(`${place}.new`, JSON.stringify(position));
      await rename(`${place}.new`, place);
    },
    clear: () => rm(place, { force: true }),
  };
};
