import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { describeWithEngines, recordingTelemetry, silentTelemetry } from '@earshot/testkit';
import * as fc from 'fast-check';
import { Redis } from 'ioredis';
import { systemClock } from '../clock/system.ts';
import { ownRedis, type OwnRedis } from '../storage/own-redis.ts';
import { describeSeenContract } from './contract.ts';
import { history, seenModel } from './contract-model.ts';
import type { Seen } from './port.ts';
import { openRedisSeen } from './redis.ts';

const hour = 3_600_000;
const telemetry = silentTelemetry();

const sweep = async (url: string, prefix: string): Promise<void> => {
  const redis = new Redis(url);
  for await (const keys of redis.scanStream({ match: `{${prefix}*`, count: 1000 })) {
    if ((keys as string[]).length > 0) await redis.unlink(...(keys as string[]));
  }
  await redis.quit();
};

describeWithEngines(['redis'], 'Redis seen', ({ redis: url }) => {
  const opened: Seen[] = [];
  let prefix = '';
  const open = async (clock = systemClock, own = prefix): Promise<Seen> => {
    const seen = await openRedisSeen({ url, prefix: own, clock, telemetry });
    opened.push(seen);
    return seen;
  };
  const begin = (): void => {
    prefix = `test-${randomUUID()}`;
  };
  const end = async (): Promise<void> => {
    await Promise.all(opened.splice(0).map((seen) => seen.close()));
    await sweep(url, prefix);
  };

  describeSeenContract('Redis', async () => {
    begin();
    return { seen: await open(), another: () => open(), close: end };
  });

  describe('beyond the contract', () => {
    beforeEach(begin);
    afterEach(end);

    test('any history over two connections answers as the model does', async () => {
      let run = 0;
      await fc.assert(
        fc.asyncProperty(history, async (steps) => {
          let now = 1000;
          const clock = { ...systemClock, now: () => now };
          const own = `${prefix}-${(run += 1)}`;
          const stores = [await open(clock, own), await open(clock, own)];
          const expected = seenModel();
          for (const each of steps) {
            const seen = stores[each.by];
            if (each.tag === 'wait') now += each.ms;
            else if (each.tag === 'claim') expect(await seen?.claim(each.claims, 300)).toEqual(expected.claim(each.claims, 300, now));
            else if (each.tag === 'forget') {
              await seen?.forget(each.owners);
              expected.forget(each.owners);
            }
          }
          await Promise.all(stores.map((seen) => seen.close()));
        }),
        { numRuns: 40 },
      );
    });

    test('10,000 fingerprints claimed by four connections at once have one owner each', async () => {
      const stores = await Promise.all([0, 1, 2, 3].map(() => open()));
      const fingerprints = Array.from({ length: 10_000 }, (_, at) => `f${at}`);
      const answers = await Promise.all(
        stores.map(async (seen, by) => {
          // Each begins elsewhere, so that all four come first somewhere, however fast one of them is.
          const order = [...fingerprints.slice(by * 2500), ...fingerprints.slice(0, by * 2500)];
          const owners = new Map<string, string>();
          for (let at = 0; at < order.length; at += 250) {
            const part = order.slice(at, at + 250);
            const first = await seen.claim(
              part.map((fingerprint) => ({ fingerprint, owner: `owner ${by}` })),
              hour,
            );
            for (const [place, { owner }] of first.entries()) owners.set(part[place] ?? '', owner);
          }
          return fingerprints.map((fingerprint) => owners.get(fingerprint));
        }),
      );
      expect(answers[0]).toHaveLength(10_000);
      for (const each of answers) expect(each).toEqual(answers[0]);
      // All took part, so that the agreement says something.
      expect(new Set(answers[0]).size).toBeGreaterThan(1);
    });

    test('claims of one call count in order also where they are more than one script takes', async () => {
      const claims = Array.from({ length: 5000 }, (_, at) => ({ fingerprint: `f${at % 2500}`, owner: `${at}` }));
      const answers = await (await open()).claim(claims, hour);
      expect(answers.map(({ owner }) => owner)).toEqual(claims.map((_, at) => `${at % 2500}`));
    });

    test('neither claims nor indices outlive their window by more than the grace', async () => {
      const seen = await open();
      await seen.claim([{ fingerprint: 'f', owner: 'a' }], 1000);
      await seen.claim([{ fingerprint: 'g', owner: 'a' }], 10);
      const redis = new Redis(url);
      const keys = await redis.keys(`{${prefix}*`);
      const lives = await Promise.all(keys.map((key) => redis.pttl(key)));
      await redis.quit();
      expect(keys).toHaveLength(3);
      for (const life of lives) {
        expect(life).toBeGreaterThan(0);
        expect(life).toBeLessThanOrEqual(61_000);
      }
    });

    test('a fingerprint and an owner leave no text behind in the names of keys', async () => {
      await (await open()).claim([{ fingerprint: 'call 13800138000', owner: 'wang@example.com' }], hour);
      const redis = new Redis(url);
      const keys = (await redis.keys(`{${prefix}*`)).join(' ');
      await redis.quit();
      expect(keys).not.toMatch(/13800138000|wang/u);
    });

    test('forgetting one owner spares another whose name begins alike, and a claim made anew by somebody else', async () => {
      let now = 1000;
      const seen = await open({ ...systemClock, now: () => now });
      await seen.claim(
        [
          { fingerprint: 'f', owner: 'a' },
          { fingerprint: 'g', owner: 'ab' },
        ],
        100,
      );
      now += 200;
      await seen.claim(
        [
          { fingerprint: 'f', owner: 'b' },
          { fingerprint: 'g', owner: 'ab' },
        ],
        100,
      );
      await seen.forget(['a']);
      const answers = await seen.claim(
        ['f', 'g'].map((fingerprint) => ({ fingerprint, owner: 'c' })),
        100,
      );
      expect(answers.map(({ owner }) => owner)).toEqual(['b', 'ab']);
    });

    test('a note over 1 KiB is refused before anything is written', async () => {
      const seen = await open();
      const claims = [
        { fingerprint: 'f', owner: 'a' },
        { fingerprint: 'g', owner: 'a', note: '字'.repeat(342) },
      ];
      await expect(seen.claim(claims, 1000)).rejects.toThrow(RangeError);
      expect((await seen.claim([{ fingerprint: 'f', owner: 'b' }], 1000))[0]?.owner).toBe('b');
    });
  });

  describe('a Redis that fails', () => {
    let server: OwnRedis;
    beforeEach(async () => {
      server = await ownRedis();
    });
    afterEach(() => server.stop());
    const claim = async (seen: Seen, owner: string): Promise<string | undefined> =>
      (await seen.claim([{ fingerprint: 'f', owner }], hour))[0]?.owner;

    test('a flush of keys and scripts costs hints only', async () => {
      const seen = await openRedisSeen({ url: server.url, prefix: 'p', clock: systemClock, telemetry });
      expect(await claim(seen, 'a')).toBe('a');
      const redis = new Redis(server.url);
      await redis.flushall();
      await redis.script('FLUSH');
      await redis.quit();
      expect(await claim(seen, 'b')).toBe('b');
      await seen.forget(['b']);
      expect(await claim(seen, 'c')).toBe('c');
      await seen.close();
    });

    test('an outage rejects, is told once, and ends by itself', async () => {
      const recording = recordingTelemetry();
      const seen = await openRedisSeen({ url: server.url, prefix: 'p', clock: systemClock, telemetry: recording });
      expect(await claim(seen, 'a')).toBe('a');
      await server.halt();
      for (let tries = 0; tries < 3; tries += 1) await expect(claim(seen, 'b')).rejects.toThrow();
      await server.start();
      let owner: string | undefined;
      while (owner === undefined) {
        owner = await claim(seen, 'b').catch(() => undefined);
        await systemClock.sleep(10);
      }
      expect(owner).toBe('b');
      expect(recording.logs.map(({ event }) => event)).toEqual(['seen.unreachable']);
      await seen.close();
    });

    test('a Redis that is not there makes the opening reject', async () => {
      await server.halt();
      await expect(openRedisSeen({ url: server.url, prefix: 'p', clock: systemClock, telemetry })).rejects.toThrow();
    });
  });
});
