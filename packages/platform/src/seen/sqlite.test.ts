import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { systemClock } from '../clock/system.ts';
import { describeSeenContract, type SeenFixture } from './contract.ts';
import { addTo, createFilter, filterBytes, filterOf, mayHold } from './filter.ts';
import { printOf } from './fingerprint.ts';
import { history, seenModel } from './contract-model.ts';
import type { Seen } from './port.ts';
import { openSqliteSeen } from './sqlite.ts';

const folder = (): string => mkdtempSync(path.join(tmpdir(), 'earshot-seen-'));

const describeWith = (name: string, pendingClaims: number): void =>
  describeSeenContract(name, async (): Promise<SeenFixture> => {
    const dir = folder();
    const stores: Seen[] = [];
    const another = async (): Promise<Seen> => {
      const seen = openSqliteSeen({ dir, clock: systemClock, pendingClaims });
      stores.push(seen);
      return seen;
    };
    return {
      seen: await another(),
      another,
      close: async () => {
        await Promise.all(stores.map((seen) => seen.close()));
        rmSync(dir, { recursive: true });
      },
    };
  });

describeWith('SQLite, claims in memory', 64_000);
describeWith('SQLite, claims sealed at once', 1);

describe('SQLite seen', () => {
  let dir = '';
  beforeEach(() => {
    dir = folder();
  });
  afterEach(() => {
    rmSync(dir, { recursive: true, force: true });
  });

  test('any history over two connections answers as the model does', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(history, fc.integer({ min: 1, max: 9 }), async (steps, pendingClaims) => {
        let now = 1000;
        const clock = { ...systemClock, now: () => now };
        const own = path.join(dir, `${(run += 1)}`);
        const stores = [0, 1].map(() => openSqliteSeen({ dir: own, clock, pendingClaims }));
        const expected = seenModel();
        for (const each of steps) {
          const seen = stores[each.by];
          if (each.tag === 'wait') now += each.ms;
          else if (each.tag === 'claim') expect(await seen?.claim(each.claims, 300)).toEqual(expected.claim(each.claims, 300, now));
          else if (each.tag === 'expire') await seen?.expire(now);
          else {
            await seen?.forget(each.owners);
            expected.forget(each.owners);
          }
        }
        await Promise.all(stores.map((seen) => seen.close()));
        rmSync(own, { recursive: true });
      }),
      { numRuns: 60 },
    );
  });

  test('kill -9 loses no settled claim', async () => {
    const source = `
      const { openSqliteSeen } = await import(${JSON.stringify(new URL('./sqlite.ts', import.meta.url).href)});
      const { systemClock } = await import(${JSON.stringify(new URL('../clock/system.ts', import.meta.url).href)});
      const seen = openSqliteSeen({ dir: ${JSON.stringify(dir)}, clock: systemClock, pendingClaims: 50 });
      for (let at = 0; ; at += 1) {
        await seen.claim([{ fingerprint: 'f' + at, owner: 'child' }], 3600000);
        process.stdout.write(at + '\\n');
        await new Promise((resolve) => setImmediate(resolve));
      }`;
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', source]);
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.length > 1000) child.kill('SIGKILL');
    });
    await new Promise((resolve) => child.once('close', resolve));
    const settled = output.split('\n').slice(0, -1);
    const seen = openSqliteSeen({ dir, clock: systemClock });
    const claims = settled.map((at) => ({ fingerprint: `f${at}`, owner: 'later' }));
    const answers = await seen.claim(claims, 3_600_000);
    expect(new Set(answers.map(({ owner }) => owner))).toEqual(new Set(['child']));
    await seen.close();
  });

  test('expiry gives the room of old claims back', async () => {
    const seen = openSqliteSeen({ dir, clock: { ...systemClock, now: () => 1000 }, pendingClaims: 100 });
    const claims = Array.from({ length: 250 }, (_, at) => ({ fingerprint: `f${at}`, owner: 'a' }));
    for (const each of claims) await seen.claim([each], 10);
    expect(await seen.expire(1009)).toBe(0);
    // The newest sealed generation stays until the next one.
    expect(await seen.expire(1010)).toBe(150);
    await seen.close();
  });

  test('a note over 1 KiB is refused before anything is written', async () => {
    const seen = openSqliteSeen({ dir, clock: systemClock });
    const claims = [
      { fingerprint: 'f', owner: 'a' },
      { fingerprint: 'g', owner: 'a', note: '字'.repeat(342) },
    ];
    await expect(seen.claim(claims, 1000)).rejects.toThrow(RangeError);
    expect((await seen.claim([{ fingerprint: 'f', owner: 'b' }], 1000))[0]?.owner).toBe('b');
    await seen.close();
  });

  test('a folder that cannot be written names the way out', () => {
    writeFileSync(path.join(dir, 'file'), 'x');
    expect(() => openSqliteSeen({ dir: path.join(dir, 'file'), clock: systemClock })).toThrow(
      /^err:platform:capacity:disk-full: .*--data/u,
    );
  });
});

describe('filter', () => {
  test('holds every key that was added, also after a round trip over bytes, and few others', () => {
    const filter = createFilter(20_000);
    const key = (at: number): number => printOf(`key ${at}`, 7).key;
    for (let at = 0; at < 20_000; at += 1) addTo(filter, key(at));
    const copy = filterOf(filterBytes(filter));
    let wrong = 0;
    for (let at = 0; at < 20_000; at += 1) {
      expect(mayHold(copy, key(at))).toBe(true);
      if (mayHold(copy, key(at + 20_000))) wrong += 1;
    }
    expect(wrong / 20_000).toBeLessThan(0.03);
  });
});

describe('fingerprint', () => {
  test('seeds and texts tell prints apart, and a key is a safe integer', () => {
    const keys = new Set<number>();
    for (const seed of [1, 2]) for (let at = 0; at < 20_000; at += 1) keys.add(printOf(`近似:${at % 16}:${at}`, seed).key);
    expect(keys.size).toBe(40_000);
    expect([...keys].every((key) => Number.isSafeInteger(key) && key >= 0)).toBe(true);
  });
});
