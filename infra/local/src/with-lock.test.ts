import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from '@jest/globals';
import { withLock } from './with-lock.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'earshot-lock-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('two that want the same engine do not work at the same time', async () => {
  let inside = 0;
  const work = async (): Promise<number> => {
    inside += 1;
    const seen = inside;
    await sleep(20);
    inside -= 1;
    return seen;
  };
  const file = path.join(folder, 'one.lock');
  expect(await Promise.all([withLock(file, work), withLock(file, work), withLock(file, work)])).toEqual([1, 1, 1]);
});

test('the lock of a process that died is taken over', async () => {
  const file = path.join(folder, 'dead.lock');
  writeFileSync(file, JSON.stringify({ pid: process.pid, started: 'before the last boot' }));
  expect(await withLock(file, () => Promise.resolve('done'))).toBe('done');
});

test('work that fails gives its lock back', async () => {
  const file = path.join(folder, 'failing.lock');
  await expect(withLock(file, () => Promise.reject(new Error('no disk')))).rejects.toThrow('no disk');
  expect(await withLock(file, () => Promise.resolve('done'))).toBe('done');
});
