import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of the repository. */
export const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Text of a file, by its path from the root. */
export const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
