import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from '../usage-error.ts';

const under = async (folder: string): Promise<string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  // Sorted, so that a repeated import meets the files in the same order.
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .toSorted();
};

/**
 * The files named, folders walked.
 * @throws UsageError for a name that is not there
 */
export const filesIn = async (given: readonly string[]): Promise<string[]> => {
  const found: string[] = [];
  for (const name of given) {
    const info = await stat(name).catch(() => null);
    if (info === null) throw new UsageError(`${name} is not there, or may not be read`);
    if (info.isDirectory()) found.push(...(await under(name)));
    else found.push(name);
  }
  return found;
};
