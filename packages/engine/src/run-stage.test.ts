import { describe, expect, test } from '@jest/globals';
import { deadLetter, ok, park } from '@earshot/model';
import type { Batch, CommitOutcome, ItemOutcome, LogRecord, NewRecord, Subscription } from '@earshot/platform';
import { manualClock, recordingTelemetry } from '@earshot/testkit';
import { decodeJson, fuse, hop, runStage, type Sink, type StageSpec } from './index.ts';

interface Note {
  readonly id: string;
  readonly dueAt?: number;
}

const waiting = hop<Note>('waiting').step<Note>({
  kind: 'plain',
  name: 'wait',
  version: '1',
  decide: (note, { now }) => (note.dueAt !== undefined && now < note.dueAt ? park(note.dueAt, 'not-yet-due') : ok(note)),
});

const recordOf = (offset: number, note: Note, key = 'k'): LogRecord => ({
  key,
  value: Buffer.from(JSON.stringify(note)),
  headers: {},
  partition: 0,
  offset,
  appendedAt: 0,
});

/** One partition whose batches the test hands over; keeps commits, dead letters and how often it was asked for more. */
const bench = (records: readonly LogRecord[], batchSize = 100, commitAs: CommitOutcome = 'committed') => {
  const commits: number[] = [];
  const buried: NewRecord[] = [];
  const closed = Promise.withResolvers<void>();
  let pulls = 0;
  const subscription: Subscription = {
    async *batches() {
      for (let at = 0; at < records.length; at += batchSize) {
        pulls += 1;
        const batch: Batch = { partition: 0, epoch: 1, records: records.slice(at, at + batchSize) };
        yield batch;
      }
      await closed.promise;
    },
    commit: async (_partition, _epoch, next) => {
      commits.push(next);
      return commitAs;
    },
    onRevoke: () => undefined,
    close: async () => closed.resolve(),
  };
  const log: StageSpec<Note, Note>['log'] = {
    subscribe: async () => subscription,
    append: async (_topic, letters) => {
      buried.push(...letters);
      return letters.map((_, offset) => ({ tag: 'appended', partition: 0, offset }));
    },
  };
  return { log, commits, buried, pulls: () => pulls };
};

const sinkOf = (answer: (id: string, write: number) => ItemOutcome | Promise<ItemOutcome>) => {
  const written: string[] = [];
  let writes = 0;
  const sink: Sink<Note, Note> = {
    codes: { reject: 'err:index:config:rejected', conflict: 'err:index:platform:lost-update' },
    write: async (items) => {
      writes += 1;
      const write = writes;
      written.push(items.map(({ input }) => input.id).join(''));
      return Promise.all(items.map(async ({ input }) => answer(input.id, write)));
    },
  };
  return { sink, written };
};

const start = (given: Pick<StageSpec<Note, Note>, 'log' | 'sink'> & Partial<StageSpec<Note, Note>>) => {
  const clock = manualClock();
  const telemetry = recordingTelemetry();
  const stage = runStage<Note, Note>({
    stage: 'test',
    topic: 'raw',
    group: 'g',
    decode: decodeJson((value) => value as Note),
    hops: fuse(waiting),
    memory: { claim: async () => [] },
    clock,
    telemetry,
    settings: { pseudonymKey: 'k', homeOffset: '+08:00' },
    ...given,
  });
  return { clock, telemetry, stage };
};

const done: ItemOutcome = { tag: 'done' };
const notes = (ids: string): LogRecord[] => Array.from(ids, (id, offset) => recordOf(offset, { id }));

describe('outcomes of the sink', () => {
  test.each(['retry', 'systemic'] as const)('%s for a thousand times is an outage: it waits, and no letter is written', async (tag) => {
    const { log, commits, buried } = bench(notes('ab'));
    const { sink } = sinkOf((_, write) => (write > 1000 ? done : { tag, reason: 'down' }));
    const { clock, stage } = start({ log, sink, limits: { retry: { baseMs: 1, maxMs: 10 }, outage: { baseMs: 1, maxMs: 10 } } });
    await clock.advance(20_000);
    expect([commits.at(-1), buried.length, stage.counters().out]).toEqual([2, 0, 2]);
  });

  test('a failing item and the later ones of its key go again in order; other keys do not wait', async () => {
    const { log } = bench([
      recordOf(0, { id: 'a' }),
      recordOf(1, { id: 'b' }),
      recordOf(2, { id: 'x' }, 'other'),
      recordOf(3, { id: 'c' }),
    ]);
    const { sink, written } = sinkOf((id, write) => (id === 'b' && write === 1 ? { tag: 'retry', reason: 'busy' } : done));
    const { clock, stage } = start({ log, sink });
    await clock.advance(1000);
    expect(written).toEqual(['abcx', 'bc']);
    expect(stage.counters()).toMatchObject({ in: 4, out: 4 });
  });

  test('a fault of its own is tried maxAttempts times, then it is a letter with the count, and its key goes on', async () => {
    const { log, commits, buried } = bench(notes('abc'));
    const { sink } = sinkOf((id) => (id === 'b' ? { tag: 'retry', reason: 'mapping' } : done));
    const { clock } = start({ log, sink, isDataFault: (reason) => reason === 'mapping', limits: { maxAttempts: 3 } });
    await clock.advance(10_000);
    const letters = buried.map(({ value }) => deadLetter.parse(JSON.parse(Buffer.from(value).toString())));
    expect(letters.map(({ feedbackId, code, attempts }) => [feedbackId, code, attempts])).toEqual([['b', 'err:index:config:rejected', 3]]);
    expect(commits.at(-1)).toBe(3);
  });

  test.each([
    [{ tag: 'conflict' }, 'err:index:platform:lost-update'],
    [{ tag: 'reject', reason: 'x' }, 'err:index:config:rejected'],
  ] as const)('%j is a letter at once: %s', async (outcome, code) => {
    const { log, buried } = bench(notes('ab'));
    const { clock, telemetry } = start({ log, sink: sinkOf((id) => (id === 'a' ? outcome : done)).sink });
    await clock.advance(10);
    expect(buried).toHaveLength(1);
    expect(telemetry.value('earshot_stage_records_dead_total', { stage: 'test', code })).toBe(1);
  });
});

describe('parking, bounds and the end', () => {
  test('a parked record is counted and blocks its own key only, until its time', async () => {
    const dueAt = manualClock().now() + 500;
    const { log, commits } = bench([recordOf(0, { id: 'p', dueAt }), recordOf(1, { id: 'q' }), recordOf(2, { id: 'x' }, 'other')]);
    const { sink, written } = sinkOf(() => done);
    const { clock, stage } = start({ log, sink });
    await clock.advance(400);
    expect(written).toEqual(['x']);
    expect(stage.counters()).toMatchObject({ parked: 1, buffered: 1, out: 1 });
    expect(commits).toEqual([]);
    await clock.advance(200);
    expect(written).toEqual(['x', 'pq']);
    expect([commits.at(-1), stage.counters().parked]).toEqual([3, 0]);
  });

  test('a full buffer stops pulling; nothing is taken in beyond its bound', async () => {
    const records = Array.from({ length: 100 }, (_, offset) => recordOf(offset, { id: `${offset}` }, `${offset}`));
    const { log, pulls } = bench(records, 10);
    const { sink } = sinkOf(() => ({ tag: 'systemic', reason: 'down' }));
    const limits = { batch: { maxItems: 10, maxBytes: 1000 }, buffer: { maxItems: 30, maxBytes: 100_000 } };
    const { clock, stage } = start({ log, sink, limits });
    await clock.advance(60_000);
    expect([pulls(), stage.counters().buffered]).toEqual([3, 30]);
  });

  test('a fenced epoch is dropped: what waited is released, not written', async () => {
    const records = [recordOf(0, { id: 'a' }), recordOf(1, { id: 'b' })];
    const { log } = bench(records, 100, 'fenced');
    const { sink, written } = sinkOf(() => done);
    const { clock, stage } = start({ log, sink, limits: { flight: { maxItems: 1, maxBytes: 1000 }, flights: 1 } });
    await clock.advance(100);
    expect(written.length).toBeLessThanOrEqual(2);
    const { in: taken, out, released, buffered } = stage.counters();
    expect([taken, out + released, buffered]).toEqual([2, 2, 0]);
  });

  test('a sink that never answers cannot hold up the end beyond the deadline', async () => {
    const { log, commits } = bench(notes('a'));
    const { clock, stage } = start({ log, sink: sinkOf(() => new Promise<ItemOutcome>(() => undefined)).sink });
    await clock.advance(1);
    const ending = stage.drain(500);
    await clock.advance(499);
    expect(commits).toEqual([]);
    await clock.advance(1);
    expect(await ending).toBe('late');
    await stage.done;
  });
});
