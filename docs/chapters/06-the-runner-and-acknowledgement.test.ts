import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { decodeJson, fuse, hop, inMemoryMemory, logSink, runStage, type StageHandle } from '@earshot/engine';
import { ok } from '@earshot/model';
import { openSqliteLog, systemClock, type Log, type LogRecord } from '@earshot/platform';
import { recordingTelemetry } from '@earshot/testkit';

interface Message {
  readonly id: string;
  readonly customer: string;
  readonly text: string;
}

const shout = hop<Message>('shout').step<{ loud: string }>({
  kind: 'plain',
  name: 'shout',
  version: '1',
  decide: (message) => ok({ ...message, loud: `${message.text}!` }),
});

const recordOf = (message: Message) => ({ key: message.customer, value: Buffer.from(JSON.stringify(message)), headers: {} });

const scanned = async (log: Log): Promise<LogRecord[]> => {
  const found: LogRecord[] = [];
  for await (const record of log.scan('cleaned')) found.push(record);
  return found;
};

const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await condition())) await systemClock.sleep(5);
};

/**
 * The **runner** takes a stage to a log. It reads batches, puts records into lanes by key, flies several lanes at once through hops and
 * sink, and never a key twice. Nothing is acknowledged by a step or a sink: a ledger per partition moves the position to the offset below
 * which everything is durably finished. So a process may die at any moment, and what was not acknowledged comes again.
 *
 * Here the log is the embedded one, a SQLite file; with Kafka behind the same port the stage is the same.
 */
describe('the runner and acknowledgement', () => {
  let dir = '';
  let log: Log;
  const memory = inMemoryMemory();
  const telemetry = recordingTelemetry();

  beforeEach(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'earshot-chapter-'));
    log = openSqliteLog({ dir, clock: systemClock, tickMs: 20, pollMs: 5 });
  });
  afterEach(async () => {
    await log.close();
    rmSync(dir, { recursive: true });
  });

  const start = (append: Log['append'] = (topic, records) => log.append(topic, records)): StageHandle =>
    runStage({
      stage: 'shout',
      log,
      topic: 'raw',
      group: 'shouters',
      decode: decodeJson((value) => value as Message),
      hops: fuse(shout),
      sink: logSink<Message, Message & { loud: string }>({ append }, 'cleaned', ({ input, output }) => ({
        key: input.customer,
        value: Buffer.from(output?.loud ?? ''),
        headers: {},
      })),
      memory: { claim: async (claims, windowMs) => memory.claim(claims, windowMs, systemClock.now()) },
      clock: systemClock,
      telemetry,
      settings: { pseudonymKey: 'key', homeOffset: '+08:00' },
      limits: { outage: { baseMs: 1, maxMs: 5 } },
    });

  const send = (count: number) =>
    log.append(
      'raw',
      Array.from({ length: count }, (_, at) => recordOf({ id: `m${at}`, customer: `客户${at % 7}`, text: `${at}` })),
    );

  test('keeps the order of each key and moves the position to the end', async () => {
    await send(200);
    const stage = start();
    await until(async () => (await log.lag('raw', 'shouters')).records === 0);
    expect(await stage.drain(5000)).toBe('drained');
    const byKey = Map.groupBy(await scanned(log), ({ key }) => key);
    for (const records of byKey.values()) {
      const numbers = records.map(({ value }) => Number.parseInt(Buffer.from(value).toString(), 10));
      expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    }
    expect([...byKey.values()].flat()).toHaveLength(200);
  });

  /** An outage is nobody's fault: the stage waits and tries again, for ever. No record pays for it with a dead letter. */
  test('waits while the sink is down, loses nothing, buries nothing', async () => {
    await send(20);
    let outages = 5;
    const stage = start((topic, records) => {
      if (outages-- > 0) return Promise.reject(new Error('the next topic is down'));
      return log.append(topic, records);
    });
    await until(async () => (await log.lag('raw', 'shouters')).records === 0);
    await stage.drain(5000);
    expect(await scanned(log)).toHaveLength(20);
    expect(stage.counters()).toMatchObject({ out: 20, dead: 0 });
    expect(telemetry.logs.map(({ event }) => event)).toContain('stage.paused');
  });

  /** `drain` stops the intake, lets what flies land, commits and closes. The next process goes on from there. */
  test('a drained stage hands over without a gap', async () => {
    await send(300);
    const first = start();
    await until(() => first.counters().out > 0);
    await first.drain(5000);
    const { in: taken, out, dropped, dead, parked, buffered, released } = first.counters();
    expect(taken).toBe(out + dropped + dead + parked + buffered + released);
    expect(buffered + parked).toBe(0);
    const second = start();
    await until(async () => (await log.lag('raw', 'shouters')).records === 0);
    await second.drain(5000);
    expect(new Set((await scanned(log)).map(({ value }) => Buffer.from(value).toString())).size).toBe(300);
  });
});
