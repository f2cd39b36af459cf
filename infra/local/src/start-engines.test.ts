import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { redis } from './engines/redis.ts';
import { identify, isAlive } from './process/identity.ts';
import { missingTools } from './software/tools.ts';
import { startEngines } from './start-engines.ts';
import { engineFolder, readState, writeState } from './state.ts';
import { runningEnvironment, statusOf } from './status.ts';
import { stopEngine } from './stop-engine.ts';

const root = mkdtempSync(path.join(tmpdir(), 'earshot-engines-test-'));
let folder = root;

const layout = () => {
  const state = readState(folder, 'redis');
  if (state === null) throw new Error('nothing was started');
  return state.layout;
};

beforeEach(() => {
  folder = mkdtempSync(path.join(root, 'run-'));
});
afterEach(async () => {
  await stopEngine('redis', folder);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const required = process.env['EARSHOT_REQUIRE_ENGINES'] === '1';
const withRedis = required || missingTools(['redis-server']).length === 0 ? describe : describe.skip;

withRedis('a private Redis', () => {
  test('serves when the start settles, and is found by the folder alone', async () => {
    const { environment } = await startEngines(['redis'], folder);
    expect(environment['REDIS_URL']).toBe(`redis://127.0.0.1:${layout().ports[0]}`);
    expect(await redis.healthy(layout())).toBe(true);
    expect(runningEnvironment(folder)).toEqual(environment);
  });

  test('is started once, and stopped only by whom it was started for', async () => {
    const first = await startEngines(['redis'], folder);
    const second = await startEngines(['redis'], folder);
    expect(second.environment).toEqual(first.environment);
    await second.stop();
    expect(await redis.healthy(layout())).toBe(true);
    await first.stop();
    expect(readState(folder, 'redis')).toBeNull();
    expect(existsSync(engineFolder(folder, 'redis'))).toBe(false);
  });

  test('comes back at the same address after a crash', async () => {
    const running = await startEngines(['redis'], folder);
    const before = layout();
    await running.kill('redis');
    expect(statusOf(folder).map(({ running }) => running)).toEqual([false]);
    expect(runningEnvironment(folder)).toEqual({});
    await expect(redis.healthy(before)).rejects.toThrow();
    await running.restart('redis');
    expect(layout()).toEqual(before);
    expect(await redis.healthy(before)).toBe(true);
  });

  test('answers again after a pause', async () => {
    const running = await startEngines(['redis'], folder);
    running.pause('redis');
    let answered = false;
    const asked = redis.healthy(layout()).finally(() => {
      answered = true;
    });
    await new Promise((resolve) => {
      setTimeout(resolve, 200);
    });
    expect(answered).toBe(false);
    running.resume('redis');
    expect(await asked).toBe(true);
  });

  test('says why it cannot be had', async () => {
    await expect(startEngines(['redis'], folder, { stopped: AbortSignal.abort(new Error('interrupted')) })).rejects.toThrow('interrupted');
    await expect(startEngines(['redis'], folder).then(({ kill }) => kill('redis-7'))).rejects.toThrow('no node redis-7');
  });
});

describe('down', () => {
  let foreign: ChildProcess;
  beforeEach(() => {
    foreign = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  });
  afterEach(() => {
    foreign.kill('SIGKILL');
  });

  test('leaves a process alone that was given the number of one of ours', async () => {
    const identity = identify(foreign.pid ?? 0);
    if (identity === null) throw new Error('the process has gone');
    const processes = [{ node: 'redis', pid: identity.pid, started: 'long ago' }];
    writeState(folder, 'redis', { layout: { folder: engineFolder(folder, 'redis'), ports: [1], nodes: 1 }, processes, environment: {} });
    expect(await stopEngine('redis', folder)).toBe(false);
    expect(isAlive(identity)).toBe(true);
    expect(readState(folder, 'redis')).toBeNull();
  });

  test('has nothing to do in a folder where nothing was started', async () => {
    expect(await stopEngine('redis', folder)).toBe(false);
  });
});
