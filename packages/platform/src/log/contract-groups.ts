import { describe, expect, test } from '@jest/globals';
import { topics } from '@earshot/model';
import { keyPerPartition, record, take, textOf, wide, type LogFixture } from './contract-records.ts';
import type { Batch, Log, Partition, Subscription } from './port.ts';

const describePosition = (fixture: () => LogFixture): void => {
  test('position moves only by commit: what was read but not committed comes again', async () => {
    const { log } = fixture();
    await log.append('raw', [record('k', '1'), record('k', '2'), record('k', '3')]);
    const first = await log.subscribe('raw', 'g', wide);
    const [one] = await take(first, 3, false);
    await first.close();
    const second = await log.subscribe('raw', 'g', wide);
    const again = await take(second, 3, false);
    expect(again.map(textOf)).toEqual(['1', '2', '3']);
    expect(again[0]).toEqual(one);
    await second.close();
  });

  test('a restart goes on after the committed position, and commits never move backwards', async () => {
    const { log } = fixture();
    await log.append('raw', [record('k', '1'), record('k', '2'), record('k', '3')]);
    const first = await log.subscribe('raw', 'g', wide);
    for await (const { partition, epoch, records } of first.batches()) {
      expect(await first.commit(partition, epoch, (records[1]?.offset ?? 0) + 1)).toBe('committed');
      expect(await first.commit(partition, epoch, records[0]?.offset ?? 0)).toBe('committed');
      break;
    }
    await first.close();
    const second = await log.subscribe('raw', 'g', wide);
    expect((await take(second, 1)).map(textOf)).toEqual(['3']);
    await second.close();
  });

  test('groups do not disturb each other', async () => {
    const { log } = fixture();
    await log.append('raw', [record('k', '1')]);
    expect(await take(await log.subscribe('raw', 'one', wide), 1)).toHaveLength(1);
    expect(await take(await log.subscribe('raw', 'two', wide), 1)).toHaveLength(1);
  });

  test('lag counts what no commit covers, and how old it is', async () => {
    const { log } = fixture();
    await log.append(
      'raw',
      ['1', '2', '3', '4'].map((text) => record('k', text)),
    );
    expect((await log.lag('raw', 'g')).records).toBe(4);
    const subscription = await log.subscribe('raw', 'g', { ...wide, maxItems: 3 });
    await take(subscription, 3);
    const { records, seconds } = await log.lag('raw', 'g');
    expect(records).toBe(1);
    expect(seconds).toBeGreaterThanOrEqual(0);
    expect(seconds).toBeLessThan(60);
    await take(subscription, 1);
    expect(await log.lag('raw', 'g')).toEqual({ records: 0, seconds: 0 });
  });
};

const describeFlow = (fixture: () => LogFixture): void => {
  test('a batch keeps both bounds, and a record over the bytes comes alone', async () => {
    const { log } = fixture();
    const sizes = [10, 10, 10, 10, 500, 10, 90, 20];
    await log.append(
      'raw',
      sizes.map((size) => record('k', 'x'.repeat(size))),
    );
    const subscription = await log.subscribe('raw', 'g', { maxItems: 3, maxBytes: 100 });
    const seen: number[][] = [];
    for await (const { records } of subscription.batches()) {
      seen.push(records.map(({ value }) => value.byteLength));
      if (seen.flat().length === sizes.length) break;
    }
    expect(seen.flat()).toEqual(sizes);
    for (const batch of seen) {
      expect(batch.length).toBeLessThanOrEqual(3);
      expect(batch.length === 1 || batch.reduce((sum, size) => sum + size) <= 100).toBe(true);
    }
  });

  test('no partition starves behind a full one', async () => {
    const { log } = fixture();
    const keys = await keyPerPartition(log);
    const flood = Array.from({ length: 500 }, (_, at) => record(keys[0] ?? '', `flood ${at}`));
    await log.append('raw', [...flood, ...keys.map((key) => record(key, 'quiet'))]);
    const subscription = await log.subscribe('raw', 'g', { maxItems: 1, maxBytes: 1000 });
    const partitions = new Set<Partition>();
    let batches = 0;
    for await (const { partition } of subscription.batches()) {
      partitions.add(partition);
      batches += 1;
      if (partitions.size === topics.raw.partitions) break;
    }
    expect(batches).toBeLessThan(100);
  });

  test('a waiting reader sees an append of another connection, and ends when it closes', async () => {
    const { log, another } = fixture();
    const other = await another();
    const subscription = await log.subscribe('raw', 'g', wide);
    const texts: string[] = [];
    const reading = (async () => {
      for await (const { records } of subscription.batches()) {
        texts.push(...records.map(textOf));
        if (texts.length === 2) void subscription.close();
      }
    })();
    await log.append('raw', [record('k', 'mine')]);
    await other.append('raw', [record('k', 'theirs')]);
    await reading;
    expect(texts).toEqual(['mine', 'theirs']);
  });
};

/** Runs a member that records what it gets until it is closed. */
const member = (subscription: Subscription, onBatch: (batch: Batch) => Promise<void>): Promise<void> =>
  (async () => {
    for await (const batch of subscription.batches()) await onBatch(batch);
  })();

const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10));
};

const commitAll = (subscription: Subscription, { partition, epoch, records }: Batch) =>
  subscription.commit(partition, epoch, (records.at(-1)?.offset ?? -1) + 1);

const one = async (log: Log, group: string): Promise<{ subscription: Subscription; batch: Batch }> => {
  const subscription = await log.subscribe('raw', group, wide);
  for await (const batch of subscription.batches()) return { subscription, batch };
  throw new Error('no batch came');
};

const describeMembers = (fixture: () => LogFixture): void => {
  test('two members share the partitions; together they get each record', async () => {
    const { log, another } = fixture();
    const members = [await log.subscribe('raw', 'g', wide), await (await another()).subscribe('raw', 'g', wide)];
    const got: Set<Partition>[] = [new Set(), new Set()];
    const texts = new Set<string>();
    const running = members.map((subscription, at) =>
      member(subscription, async (batch) => {
        if ((await commitAll(subscription, batch)) === 'fenced') return;
        got[at]?.add(batch.partition);
        for (const each of batch.records) texts.add(textOf(each));
      }),
    );
    const keys = await keyPerPartition(log);
    let sent = 0;
    await until(async () => {
      await log.append(
        'raw',
        keys.map((key) => record(key, `${(sent += 1)}`)),
      );
      return got.every((partitions) => partitions.size > 0);
    });
    await until(async () => (await log.lag('raw', 'g')).records === 0);
    expect(texts.size).toBe(sent);
    await Promise.all(members.map((subscription) => subscription.close()));
    await Promise.all(running);
  });

  test('partitions change hands only after the drain, and the old epoch is fenced', async () => {
    const { log, another } = fixture();
    const keys = await keyPerPartition(log);
    await log.append(
      'raw',
      keys.map((key) => record(key, 'x')),
    );
    const first = await log.subscribe('raw', 'g', { maxItems: 1, maxBytes: 1000 });
    const inFlight = new Map<Partition, Batch>();
    const drained: Partition[] = [];
    const events: string[] = [];
    first.onRevoke(async (partitions) => {
      for (const partition of partitions) {
        const batch = inFlight.get(partition);
        if (batch === undefined || drained.includes(partition)) continue;
        expect(await commitAll(first, batch)).toBe('committed');
        drained.push(partition);
        events.push(`drained ${partition}`);
      }
    });
    const running = member(first, async (batch) => {
      inFlight.set(batch.partition, batch);
    });
    await until(() => inFlight.size === keys.length);
    const second = await (await another()).subscribe('raw', 'g', wide);
    const takenOver = new Set<Partition>();
    const other = member(second, async (batch) => {
      takenOver.add(batch.partition);
      events.push(`taken ${batch.partition}`);
      await commitAll(second, batch);
    });
    await until(async () => {
      await log.append(
        'raw',
        keys.map((key) => record(key, 'y')),
      );
      return takenOver.size > 0 && drained.length > 0;
    });
    for (const partition of takenOver) {
      expect(events.indexOf(`drained ${partition}`)).toBeLessThan(events.indexOf(`taken ${partition}`));
      expect(events).toContain(`drained ${partition}`);
      const stale = inFlight.get(partition);
      if (stale !== undefined && drained.includes(partition)) {
        expect(await first.commit(partition, stale.epoch, 1_000_000)).toBe('fenced');
      }
    }
    await Promise.all([first.close(), second.close()]);
    await Promise.all([running, other]);
  });

  test('a member that leaves hands its uncommitted records to the others', async () => {
    const { log, another } = fixture();
    await log.append('raw', [record('k', '1'), record('k', '2')]);
    const { subscription, batch } = await one(log, 'g');
    expect(await subscription.commit(batch.partition, batch.epoch, (batch.records[0]?.offset ?? 0) + 1)).toBe('committed');
    await subscription.close();
    const next = await one(await another(), 'g');
    expect(next.batch.records.map(textOf)).toEqual(['2']);
    expect(next.batch.epoch).toBeGreaterThan(batch.epoch);
    expect(await subscription.commit(batch.partition, batch.epoch, 2)).toBe('fenced');
    await next.subscription.close();
  });
};

/** The promises of consumer groups: position, flow, members. */
export const describeGroupContract = (fixture: () => LogFixture): void => {
  describe('position', () => describePosition(fixture));
  describe('flow', () => describeFlow(fixture));
  describe('members', () => describeMembers(fixture));
};
