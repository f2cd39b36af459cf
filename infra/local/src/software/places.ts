import { lstatSync, mkdirSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';

/** The folder of whoever starts the engines: fetched software, and the engines that `npm run engines` starts. */
export const defaultFolder = (): string => path.join(tmpdir(), `earshot-engines-${userInfo().username}`);

/**
 * Makes sure that the folder is ours alone. The temporary folder is everybody's: without the look at the owner another account could
 * put a program there that we would run.
 */
export const ownFolder = (folder: string): string => {
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  const found = lstatSync(folder);
  if (!found.isDirectory() || found.uid !== process.getuid?.() || (found.mode & 0o022) !== 0) {
    throw new Error(`${folder} is not a folder that only this user writes to; remove it or set TMPDIR`);
  }
  return folder;
};
