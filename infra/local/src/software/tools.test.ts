import { expect, test } from '@jest/globals';
import { javaMajor } from './tools.ts';

test.each([
  ['openjdk version "17.0.15" 2025-04-15', 17],
  ['openjdk version "21" 2023-09-19', 21],
  ['java version "1.8.0_202"', 8],
  ['openjdk version "25-ea" 2025-09-16', 25],
  ['The operation couldn’t be completed. Unable to locate a Java Runtime.', null],
])('%s', (said, major) => {
  expect(javaMajor(said)).toBe(major);
});
