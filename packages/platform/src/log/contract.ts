import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Topic } from '@earshot/model';
import { topics } from '@earshot/model';
import { describeGroupContract } from './contract-groups.ts';
import { record, take, textOf, wide, type LogFixture } from './contract-records.ts';
import type { Log, LogRecord, NewRecord } from './port.ts';

const manyKeys = Array.from({ length: 200 }, (_, at) => `客户-${at}`);

const describeAppend = (fixture: () => LogFixture): void => {
  test('what was appended comes back byte by byte', async () => {
    const { log } = fixture();
    const records: NewRecord[] = [
      {
        key: '会话:微信/1',
        value: Buffer.from('快递太慢了'),
        headers: { ce_type: 'feedback.raw', traceparent: '00-ab-cd-01', 备注: '值' },
      },
      { key: 'conversation:2', value: Uint8Array.from([0, 255, 128, 10, 13]), headers: {} },
      { key: '', value: new Uint8Array(0), headers: { empty: '' } },
    ];
    const outcomes = await log.append('raw', records);
    for (const [at, outcome] of outcomes.entries()) {
      if (outcome.tag !== 'appended') throw new Error('refused');
      const found = await log.read('raw', outcome.partition, outcome.offset);
      expect({ ...found, value: Buffer.from(found?.value ?? []) }).toMatchObject({
        ...records[at],
        value: Buffer.from(records[at]?.value ?? []),
        partition: outcome.partition,
        offset: outcome.offset,
      });
    }
  });

  test('equal keys meet in one partition in append order, also over concurrent appends', async () => {
    const { log } = fixture();
    const rounds = await Promise.all(
      [0, 1, 2, 3].map((round) =>
        log.append(
          'raw',
          manyKeys.map((key) => record(key, `${round}`)),
        ),
      ),
    );
    const places = new Map<string, string>();
    for (const outcomes of rounds) {
      for (const [at, outcome] of outcomes.entries()) {
        const key = manyKeys[at] ?? '';
        const partition = outcome.tag === 'appended' ? `${outcome.partition}` : 'refused';
        expect(places.get(key) ?? partition).toBe(partition);
        places.set(key, partition);
      }
    }
    expect(new Set(places.values()).size).toBe(topics.raw.partitions);
    const subscription = await log.subscribe('raw', 'order', wide);
    const byKey = Map.groupBy(await take(subscription, 800), ({ key }) => key);
    for (const records of byKey.values()) expect(records.map(textOf)).toEqual(['0', '1', '2', '3']);
    expect(byKey.size).toBe(manyKeys.length);
  });

  test('a record over the limit is refused alone, the others go in', async () => {
    const { log, largestBytes = topics.raw.maxMessageBytes } = fixture();
    const huge = { ...record('k', ''), value: new Uint8Array(largestBytes + 1) };
    const outcomes = await log.append('raw', [record('k', 'a'), huge, record('k', 'b')]);
    expect(outcomes.map(({ tag }) => tag)).toEqual(['appended', 'refused', 'appended']);
    expect(outcomes[1]).toMatchObject({ reason: 'too-large', limitBytes: largestBytes });
    const subscription = await log.subscribe('raw', 'g', wide);
    expect((await take(subscription, 2)).map(textOf)).toEqual(['a', 'b']);
  });

  test('appending nothing answers nothing', async () => {
    expect(await fixture().log.append('raw', [])).toEqual([]);
  });

  test('topics do not mix', async () => {
    const { log } = fixture();
    await log.append('raw', [record('k', 'raw')]);
    await log.append('dead', [record('k', 'dead')]);
    expect((await take(await log.subscribe('dead', 'g', wide), 1)).map(textOf)).toEqual(['dead']);
  });
};

const scanned = async (log: Log, topic: Topic, from?: ReadonlyMap<number, number>): Promise<LogRecord[]> => {
  const found: LogRecord[] = [];
  for await (const one of log.scan(topic, from)) found.push(one);
  return found;
};

const describePlaces = (fixture: () => LogFixture): void => {
  test('read answers null where nothing is', async () => {
    const { log } = fixture();
    const [outcome] = await log.append('raw', [record('k', 'a')]);
    if (outcome?.tag !== 'appended') throw new Error('refused');
    expect(await log.read('raw', outcome.partition, outcome.offset + 1)).toBeNull();
    expect(await log.read('raw', (outcome.partition + 1) % topics.raw.partitions, 0)).toBeNull();
  });

  test('scan gives every record from the asked offsets on, without a group', async () => {
    const { log } = fixture();
    await log.append(
      'dead',
      manyKeys.map((key) => record(key, key)),
    );
    const all = await scanned(log, 'dead');
    expect(new Set(all.map(textOf))).toEqual(new Set(manyKeys));
    const from = new Map(all.map(({ partition, offset }) => [partition, offset]));
    const last = await scanned(log, 'dead', from);
    expect(last.map(({ partition, offset }) => [partition, offset])).toEqual([...from].sort(([a], [b]) => a - b));
    expect(await log.lag('dead', 'never-subscribed')).toMatchObject({ records: manyKeys.length });
  });

  test('scan ends although producers go on', async () => {
    const { log } = fixture();
    await log.append('dead', [record('k', 'before')]);
    const found: string[] = [];
    for await (const one of log.scan('dead')) {
      found.push(textOf(one));
      await log.append('dead', [record('k', 'during')]);
    }
    expect(found).toEqual(['before']);
  });
};

/** The promises of the log; every adapter runs them unchanged. `open` gives an empty log for each test. */
export const describeLogContract = (name: string, open: () => Promise<LogFixture>): void => {
  describe(`log contract: ${name}`, () => {
    let current: LogFixture | undefined;
    const fixture = (): LogFixture => {
      if (current === undefined) throw new Error('the fixture is not open');
      return current;
    };
    beforeEach(async () => {
      current = await open();
    });
    afterEach(async () => {
      await current?.close();
    });
    describe('append', () => describeAppend(fixture));
    describe('places', () => describePlaces(fixture));
    describe('groups', () => describeGroupContract(fixture));
  });
};
