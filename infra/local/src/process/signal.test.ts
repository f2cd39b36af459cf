import { type ChildProcess, spawn } from 'node:child_process';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type ProcessIdentity, identify, isAlive, startOf } from './identity.ts';
import { signal, stopProcesses } from './signal.ts';

const children: ChildProcess[] = [];

const started = async (program: string): Promise<ProcessIdentity> => {
  const child = spawn(process.execPath, ['-e', `${program}; console.log('ready'); setInterval(() => {}, 1000)`], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  children.push(child);
  await new Promise((resolve) => child.stdout?.once('data', resolve));
  const found = identify(child.pid ?? 0);
  if (found === null) throw new Error('the process has gone');
  return found;
};

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

describe('only the process that was meant is stopped', () => {
  test('one that was given the same number later is left alone, whatever the signal', async () => {
    const running = await started('');
    const before = { pid: running.pid, started: `${running.started} before` };
    expect(isAlive(before)).toBe(false);
    signal([before], 'SIGKILL');
    await stopProcesses([before], 200);
    expect(isAlive(running)).toBe(true);
  });

  test('one that ends on SIGTERM is gone when stopping settles', async () => {
    const running = await started('');
    await stopProcesses([running], 10_000);
    expect(isAlive(running)).toBe(false);
  });

  test('one that ignores SIGTERM is gone as well', async () => {
    const running = await started("process.on('SIGTERM', () => {})");
    await stopProcesses([running], 200);
    expect(isAlive(running)).toBe(false);
  });

  test('one that is paused is gone as well', async () => {
    const running = await started('');
    signal([running], 'SIGSTOP');
    await stopProcesses([running], 10_000);
    expect(isAlive(running)).toBe(false);
  });

  test('a number that no process has is no error', async () => {
    expect(startOf(2 ** 30)).toBeNull();
    await stopProcesses([{ pid: 2 ** 30, started: 'never' }], 200);
  });
});
