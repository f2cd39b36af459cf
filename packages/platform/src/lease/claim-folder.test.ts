import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { claimFolder } from './claim-folder.ts';

describe('claim of a folder', () => {
  let dir = '';
  beforeEach(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'earshot-lease-'));
  });
  afterEach(() => {
    rmSync(dir, { recursive: true, force: true });
  });

  test('one owner at a time, who is named to the second; release lets the next one in', () => {
    const first = claimFolder(dir);
    if (first.tag !== 'owner') throw new Error('an empty folder is held');
    expect(claimFolder(dir)).toEqual({ tag: 'held', by: { pid: process.pid } });
    first.announce('http://localhost:8000');
    expect(claimFolder(dir)).toEqual({ tag: 'held', by: { pid: process.pid, address: 'http://localhost:8000' } });
    first.release();
    first.release();
    const second = claimFolder(dir);
    expect(second.tag).toBe('owner');
    if (second.tag === 'owner') second.release();
  });

  test('a damaged note names nobody, and the lock holds all the same', () => {
    const first = claimFolder(dir);
    writeFileSync(path.join(dir, 'owner.json'), '{"pid":');
    expect(claimFolder(dir)).toEqual({ tag: 'held', by: null });
    if (first.tag === 'owner') first.release();
  });

  test('another process is kept out, and kill -9 of the owner lets the next one in at once', async () => {
    const source = `
      const { claimFolder } = await import(${JSON.stringify(new URL('./claim-folder.ts', import.meta.url).href)});
      process.stdout.write(claimFolder(${JSON.stringify(dir)}).tag);
      setInterval(() => undefined, 1000);`;
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', source]);
    const said = await new Promise<string>((resolve) => child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString())));
    const second = claimFolder(dir);
    child.kill('SIGKILL');
    expect(said).toBe('owner');
    expect(second).toEqual({ tag: 'held', by: { pid: child.pid } });
    await new Promise((resolve) => child.once('close', resolve));
    const mine = claimFolder(dir);
    expect(mine.tag).toBe('owner');
    if (mine.tag === 'owner') mine.release();
  });

  test('a folder that cannot be made names the way out', () => {
    writeFileSync(path.join(dir, 'file'), 'x');
    expect(() => claimFolder(path.join(dir, 'file', 'data'))).toThrow(/^err:platform:capacity:disk-full: .*--data/u);
  });
});
