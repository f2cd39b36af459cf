import { describe, expect, test } from '@jest/globals';
import { dead, drop, fault, ok, park, type FeedbackDocument, type Topic } from '@earshot/model';
import type { ItemOutcome, Log, LogRecord, NewRecord, Subscription } from '@earshot/platform';
import {
  checkRun,
  contentOf,
  encodeMessage,
  expectAll,
  isDurable,
  scenario,
  silentTelemetry,
  simIndex,
  simLog,
  simScheduler,
  simSeen,
  type Expected,
  type Remains,
  type SimMessage,
  type SimProcess,
} from '@earshot/testkit';
import {
  decodeJson,
  fuse,
  hop,
  indexSink,
  logSink,
  runStage,
  type MemoryStep,
  type PlainStep,
  type Sink,
  type SinkItem,
  type StageHandle,
} from './index.ts';

type Judged = SimMessage & { readonly judged: true };
type Linked = Judged & { readonly duplicateOf: string | null };

const judge: PlainStep<SimMessage, Judged> = {
  kind: 'plain',
  name: 'judge',
  version: '1',
  decide: (message, { now }) => {
    if (message.fate === 'throws') throw new Error('poison');
    if (message.fate === 'dead') return dead(fault('err:intake:client:out-of-range'));
    if (message.fate === 'dropped') return drop('unwanted-source');
    if (message.fate === 'parked' && now < message.dueAt) return park(message.dueAt, 'not-yet-due');
    return ok({ ...message, judged: true });
  },
};

const link: MemoryStep<Judged, Linked> = {
  kind: 'memory',
  name: 'link',
  version: '1',
  windowMs: 86_400_000,
  ask: ({ conversation, text }) => [{ fingerprint: `${conversation}:${text}` }],
  decide: (message, [answer]) => {
    if (message.fate === 'throws-late') throw new Error('poison');
    return ok({ ...message, duplicateOf: answer === undefined || answer.mine ? null : answer.owner });
  },
};

const hops = fuse(hop<SimMessage>('judge').step(judge), hop<Judged>('link').step(link));
const decode = decodeJson((value) => value as SimMessage);
const asDocument = (message: Linked): FeedbackDocument => JSON.parse(contentOf(message, message.duplicateOf)) as FeedbackDocument;

type Ports = Pick<Log, 'append' | 'subscribe'>;
type AnySink = Sink<SimMessage, Linked>;

/** A part broken on purpose: the proof that the checker can see. */
interface Breakage {
  readonly log?: (log: Ports) => Ports;
  readonly sink?: (sink: AnySink) => AnySink;
}

interface Written {
  readonly key: string;
  readonly serial: number;
  readonly content: string | null;
}

const encodeItem = ({ source, input, output }: SinkItem<SimMessage, Linked>): NewRecord => {
  const content = output === undefined ? null : contentOf(output, output.duplicateOf);
  return { key: source.key, value: Buffer.from(JSON.stringify({ key: source.key, serial: input.serial, content })), headers: {} };
};

const writtenOf = ({ value }: LogRecord): Written => JSON.parse(Buffer.from(value).toString()) as Written;

const limits = {
  batch: { maxItems: 4, maxBytes: 10_000 },
  buffer: { maxItems: 10, maxBytes: 100_000 },
  flight: { maxItems: 3, maxBytes: 10_000 },
  flights: 2,
  retry: { baseMs: 10, maxMs: 200 },
  outage: { baseMs: 10, maxMs: 200 },
};

const partitions = 2;

/** One seeded run from the first record to the last commit; what went wrong, empty when nothing did. */
const simulate = async (seed: number, into: 'index' | 'log', breakage: Breakage = {}): Promise<readonly string[]> => {
  const scheduler = simScheduler(seed);
  const { random } = scheduler;
  const problems: string[] = [];
  const messages = scenario(random, 12 + random.below(14), scheduler.now());
  const serials = new Map<LogRecord, SimMessage>();
  const index = simIndex(scheduler, (content) => rejected.has(content));
  const seen = simSeen(scheduler);
  const rejected = new Set<string>();
  const fencedUpTo = new Map<string, number>();
  const newestEpoch = new Map<string, number>();
  const log = simLog(scheduler, 'raw', partitions, {
    committed: (partition, next) => {
      const remains = look();
      for (const record of remains.raw) {
        if (record.partition === partition && record.offset < next && !isDurable(record, remains)) {
          problems.push(`commit ${partition}/${next} passes unfinished offset ${record.offset}`);
        }
      }
    },
    fenced: ({ name }, partition, epoch) => {
      const place = `${name}/${partition}`;
      fencedUpTo.set(place, Math.max(epoch, fencedUpTo.get(place) ?? 0));
    },
    delivered: ({ name }, { partition, epoch }) => newestEpoch.set(`${name}/${partition}`, epoch),
  });
  const sent = new Map<number, { count: number; expected: ReadonlyMap<LogRecord, Expected> }>();
  const look = (): Remains => {
    const raw = log.records('raw');
    const known = sent.get(0);
    const expected = known?.count === raw.length ? known.expected : expectAll(raw, messageOf, into === 'index');
    sent.set(0, { count: raw.length, expected });
    const base = { raw, expected, dead: log.records('dead'), serialOf: (record: LogRecord) => messageOf(record).serial };
    return into === 'index' ? { ...base, index: index.kept } : { ...base, next: log.records('analysed').map(writtenOf) };
  };
  const messageOf = (record: LogRecord): SimMessage => {
    const message = serials.get(record);
    if (message === undefined) throw new Error('a record that nobody sent');
    return message;
  };
  for (const message of messages) {
    if (message.fate !== 'rejected') continue;
    for (const owner of [null, ...messages.map(({ id }) => id)]) rejected.add(contentOf(message, owner));
  }

  const watched = (process: SimProcess, sink: AnySink): AnySink => {
    const busy = new Set<string>();
    return {
      codes: sink.codes,
      write: async (items): Promise<readonly ItemOutcome[]> => {
        const keys = new Set(items.map(({ source }) => source.key));
        for (const { source } of items) {
          const place = `${process.name}/${source.partition}`;
          if ((fencedUpTo.get(place) ?? -1) >= (newestEpoch.get(place) ?? 0)) problems.push(`${place} writes for a fenced epoch`);
        }
        for (const key of keys) {
          if (busy.has(key)) problems.push(`${key} runs twice at once in ${process.name}`);
          busy.add(key);
        }
        try {
          return await sink.write(items);
        } finally {
          for (const key of keys) busy.delete(key);
        }
      },
    };
  };

  const handles: { process: SimProcess; handle: StageHandle }[] = [];
  const start = (): void => {
    const process: SimProcess = { name: `p${handles.length}`, alive: true };
    const clock = scheduler.clockOf(process);
    const ports = log.portOf(process);
    const sink: AnySink =
      into === 'index'
        ? indexSink({ index: index.writerOf(process), clock, generation: 0, toDocument: asDocument })
        : logSink(ports, 'analysed', encodeItem);
    const handle = runStage({
      stage: 'simulated',
      log: breakage.log?.(ports) ?? ports,
      topic: 'raw',
      group: 'stage',
      decode,
      hops,
      bypass: ({ deleted }) => deleted,
      sink: watched(process, breakage.sink?.(sink) ?? sink),
      memory: seen.memoryOf(process),
      clock,
      telemetry: silentTelemetry(),
      settings: { pseudonymKey: 'k', homeOffset: '+08:00' },
      limits,
    });
    handles.push({ process, handle });
  };

  let next = 0;
  let crashes = 0;
  const send = (): void => {
    const message = messages[next];
    if (message === undefined) return;
    next += 1;
    serials.set(log.put('raw', { key: message.conversation, value: encodeMessage(message), headers: {} }), message);
  };
  const living = (): typeof handles => handles.filter(({ process }) => process.alive);
  const balanced = (): void => {
    for (const { handle } of handles) {
      const { in: taken, out, dropped, dead: lost, parked, buffered, released } = handle.counters();
      if (taken !== out + dropped + lost + parked + buffered + released)
        problems.push(`books do not balance: ${JSON.stringify(handle.counters())}`);
      if (buffered + parked > limits.buffer.maxItems) problems.push(`${buffered + parked} records buffered`);
    }
  };
  const chaos = (): void => {
    balanced();
    if (random.chance(0.2)) send();
    const wild = next < messages.length || crashes < 2;
    scheduler.setFaults(wild ? 0.06 : 0);
    index.setTrouble(wild ? 0.08 : 0);
    if (wild && random.chance(0.03)) log.move(random.below(partitions), random.chance(0.4));
    if (wild && random.chance(0.015)) {
      crashes += 1;
      const [victim] = living();
      if (victim !== undefined) victim.process.alive = false;
      start();
    }
    if (!wild) next = messages.length;
    if (random.chance(0.2)) log.settleShares();
  };

  start();
  start();
  const drained: Promise<string>[] = [];
  try {
    await scheduler.run(() => next >= messages.length && crashes >= 2 && log.isCaughtUp(), chaos, 20_000);
    for (const { handle } of living()) drained.push(handle.drain(60_000));
    let over = false;
    const all = Promise.all(drained).then((outcomes) => {
      over = true;
      if (outcomes.some((outcome) => outcome !== 'drained')) problems.push(`a drain was late`);
    });
    await scheduler.run(() => over, balanced, 5000);
    await all;
  } catch (error) {
    problems.push(String(error));
  }
  for (const { handle } of living()) {
    const { parked, buffered, bufferedBytes } = handle.counters();
    if (parked + buffered + bufferedBytes > 0) problems.push(`a drained stage holds ${parked + buffered} records`);
  }
  return [...problems, ...checkRun(look())];
};

const firstFailure = async (from: number, count: number, into: 'index' | 'log', breakage: Breakage = {}): Promise<string | null> => {
  for (let seed = from; seed < from + count; seed += 1) {
    const problems = await simulate(seed, into, breakage);
    if (problems.length > 0) return `seed ${seed}: ${problems.slice(0, 3).join('; ')}`;
  }
  return null;
};

describe('whatever crashes, repeats, fails and moves', () => {
  test('the index equals the sequential run, the dead are all there, the books balance: 1500 seeds', async () => {
    expect(await firstFailure(1, 1500, 'index')).toBeNull();
  });

  test('the next topic keeps the order of every key: 1500 seeds', async () => {
    expect(await firstFailure(100_001, 1500, 'log')).toBeNull();
  });
});

const onSubscription = (change: (subscription: Subscription) => Subscription) => ({
  log: (log: Ports): Ports => ({ append: log.append, subscribe: async (...given) => change(await log.subscribe(...given)) }),
});

const breakages: { readonly [name: string]: { readonly into: 'index' | 'log'; readonly breakage: Breakage } } = {
  'a commit one record too early': {
    into: 'index',
    breakage: onSubscription((inner) => ({ ...inner, commit: (partition, epoch, next) => inner.commit(partition, epoch, next + 1) })),
  },
  'a sink that says done and writes nothing': {
    into: 'index',
    breakage: {
      sink: (inner) => ({
        codes: inner.codes,
        write: async (items) => {
          const outcomes = await inner.write(items.slice(1));
          return [{ tag: 'done' }, ...outcomes];
        },
      }),
    },
  },
  'a sink that swallows retries': {
    into: 'index',
    breakage: {
      sink: (inner) => ({
        codes: inner.codes,
        write: async (items) =>
          (await inner.write(items)).map((outcome): ItemOutcome => (outcome.tag === 'retry' ? { tag: 'done' } : outcome)),
      }),
    },
  },
  'dead letters that are never written': {
    into: 'index',
    breakage: {
      log: (log) => ({
        subscribe: log.subscribe,
        append: async (topic: Topic, records: readonly NewRecord[]) =>
          topic === 'dead' ? records.map(() => ({ tag: 'appended', partition: 0, offset: 0 }) as const) : log.append(topic, records),
      }),
    },
  },
  'a sink that writes backwards': {
    into: 'log',
    breakage: {
      sink: (inner) => ({ codes: inner.codes, write: async (items) => [...(await inner.write([...items].reverse()))].reverse() }),
    },
  },
  'lanes that forget their key': {
    into: 'log',
    breakage: onSubscription((inner) => ({
      ...inner,
      async *batches() {
        for await (const batch of inner.batches()) {
          yield { ...batch, records: batch.records.map((record) => ({ ...record, key: `${record.key}#${record.offset}` })) };
        }
      },
    })),
  },
};

describe('the checker sees what is broken on purpose', () => {
  test.each(Object.keys(breakages))('%s', async (name) => {
    const broken = breakages[name];
    if (broken === undefined) throw new Error('no such breakage');
    expect(await firstFailure(1, 100, broken.into, broken.breakage)).toContain('seed ');
  });
});
