import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from '@jest/globals';

const root = fileURLToPath(new URL('../../../../shared/inputs/', import.meta.url));

/** A test over public files that are not part of this repository: skipped, and said aloud, where the folder is absent. */
export const testOnInputs = (folder: string, name: string, run: (folder: string) => void | Promise<void>): void => {
  const there = `${root}${folder}/`;
  if (existsSync(there)) test(name, async () => run(there));
  else {
    console.warn(`skipped, no ${folder} beside the repository: ${name}`);
    test.skip(name, () => undefined);
  }
};
