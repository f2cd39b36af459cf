// A process that plays one part of a run after another, so that every side is as warm as the next. Told what to do by its parent.
import type { StageHandle } from '@earshot/engine';
import { startIndexer } from '@earshot/indexer';
import { type Log, systemClock } from '@earshot/platform';
import { openElasticsearchIndex, openKafkaLog, openRedisSeen } from '@earshot/platform/distributed';
import { fold, words } from '@earshot/text';
import { startWorker } from '@earshot/worker';
import { startBareLoop } from './bare-loop.ts';
import { type Meter, openMeter } from './meter.ts';
import type { Order, Part, Word } from './side-protocol.ts';
import { addresses, brokers, silent } from './space.ts';

/** What runs now. */
interface Running {
  readonly meter: Meter;
  /** @returns dead letters */
  stop(): Promise<number>;
}

const telemetry = silent();
const clock = systemClock;
const settings = { pseudonymKey: 'a key for measuring only', homeOffset: '+08:00' };
const tell = (word: Word): void => {
  process.send?.(word);
};
const openLog = (prefix: string): Promise<Log> => openKafkaLog({ brokers, prefix, ssl: false, clientId: 'benchmark', clock, telemetry });

const stopper = (stage: StageHandle, ports: readonly { close(): Promise<unknown> }[]) => async (): Promise<number> => {
  await stage.drain(20_000);
  for (const port of ports) await port.close();
  return stage.counters().dead;
};

const startIndexing = async ({ from, index: prefix }: Extract<Part, { tag: 'indexer' }>): Promise<Running> => {
  const meter = openMeter();
  const log = await openLog(from);
  const analyser = { words, fold };
  const index = openElasticsearchIndex({ url: addresses.elasticsearch, prefix, replicas: 0, analyser, clock, telemetry });
  await index.apply();
  const feed = { publish: () => undefined };
  const stage = startIndexer({ log: meter.log(log, log), index: meter.index(index), feed, clock, telemetry });
  return { meter, stop: stopper(stage, [index, log]) };
};

const startWorking = async ({ stages, from, to, memory: prefix }: Extract<Part, { tag: 'worker' }>): Promise<Running> => {
  const meter = openMeter();
  const source = await openLog(from);
  const target = from === to ? source : await openLog(to);
  const seen = await openRedisSeen({ url: addresses.redis, prefix, clock, telemetry });
  const stage = startWorker({
    stages,
    log: meter.log(source, target),
    memory: meter.memory(seen),
    clock,
    telemetry,
    settings,
  });
  return { meter, stop: stopper(stage, from === to ? [seen, source] : [seen, target, source]) };
};

const start = async (part: Part): Promise<Running> => {
  if (part.tag === 'indexer') return startIndexing(part);
  if (part.tag === 'worker') return startWorking(part);
  const meter = openMeter();
  const stop = await startBareLoop(part.from, part.index, part.batch, meter);
  return {
    meter,
    stop: async () => {
      await stop();
      return 0;
    },
  };
};

let running: Running | null = null;
const report = setInterval(() => {
  if (running !== null) tell({ tag: 'progress', records: running.meter.read().records });
}, 50);

const obey = async (order: Order): Promise<void> => {
  if (order.tag === 'start') {
    running = await start(order.part);
    tell({ tag: 'ready' });
  } else if (order.tag === 'go') {
    running?.meter.open();
  } else if (order.tag === 'stop') {
    const ended = running;
    running = null;
    if (ended === null) return;
    const dead = await ended.stop();
    tell({ tag: 'stopped', usage: ended.meter.read(), dead });
  } else {
    clearInterval(report);
    process.disconnect();
    // The profiler of `--cpu-prof` writes at the exit.
    process.exit(0);
  }
};

// A parent that was killed must leave nobody behind.
process.on('disconnect', () => process.exit(0));

process.on('message', (order: Order) => {
  obey(order).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  });
});
