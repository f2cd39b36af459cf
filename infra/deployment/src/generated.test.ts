import { expect, test } from '@jest/globals';
import { generated } from './generated.ts';
import { read } from './read.ts';

test.each(Object.entries(generated()))('%s is what infra/deployment/bin/generate.ts writes', (file, text) => {
  expect(read(file)).toBe(text);
});
