import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openSqliteLog, type SqliteLog, systemClock } from '@earshot/platform';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { always, mergedScan, surveyTopic } from './merged-scan.ts';

let dir = '';
let now = 0;
let log: SqliteLog;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'earshot-merged-'));
  now = 1000;
  log = openSqliteLog({ dir, clock: { ...systemClock, now: () => now } });
});
afterEach(async () => {
  await log.close();
  rmSync(dir, { recursive: true });
});

const append = async (number: number): Promise<void> => {
  await log.append('raw', [{ key: `key ${number % 17}`, value: Buffer.from(`${number}`), headers: {} }]);
};

const numbersOf = async (scan: AsyncIterable<{ readonly value: Uint8Array }>): Promise<number[]> => {
  const numbers: number[] = [];
  for await (const { value } of scan) numbers.push(Number(Buffer.from(value).toString()));
  return numbers;
};

test('records of all partitions come in the order of the log; those of later do not count', async () => {
  for (let number = 0; number < 1200; number += 1) {
    now += number % 3;
    await append(number);
  }
  const survey = await surveyTopic(log, 'raw', always);
  await append(1200);
  const numbers = await numbersOf(mergedScan(log, 'raw', survey));
  expect(survey.records).toBe(1200);
  expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 1200 }, (_, number) => number));
  // Three neighbours at most share a millisecond.
  expect(numbers.every((number, at) => Math.abs(number - at) <= 2)).toBe(true);
});

test('a range takes what the log took in it, wherever a clock went back', async () => {
  for (const [number, at] of [10, 20, 30, 25, 40, 15].entries()) {
    now = at;
    await log.append('raw', [{ key: 'one', value: Buffer.from(`${number}`), headers: {} }]);
  }
  const survey = await surveyTopic(log, 'raw', { from: 15, to: 30 });
  expect(survey.records).toBe(3);
  expect(await numbersOf(mergedScan(log, 'raw', survey))).toEqual([1, 3, 5]);
});
