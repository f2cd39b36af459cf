import type { Batch, FlowLimits, Subscription } from '@earshot/platform';
import { delayOf } from './backoff.ts';
import { landFlight } from './land-flight.ts';
import { bytesOf, laneQueue } from './lanes.ts';
import { reasonOf, runFlight } from './run-flight.ts';
import { openSessions, type Sessions } from './sessions.ts';
import { openAccounts, type StageCounters } from './stage-counters.ts';
import { stagePause } from './stage-pause.ts';
import { defaultStageLimits, type StageSpec } from './stage-spec.ts';

/** A running stage. */
export interface StageHandle {
  /**
   * Stops intake, lets what flies land, commits, closes the subscription. `late` when the deadline passed first: what was not committed
   * comes again.
   */
  drain(deadlineMs: number): Promise<'drained' | 'late'>;
  /** Settles when the stage has stopped; rejects only on a bug of the engine. */
  readonly done: Promise<void>;
  counters(): StageCounters;
}

interface Gate {
  /** Settles when there is room for a batch, or the stage stops. */
  room(): Promise<void>;
  open(): void;
}

const gate = (hasRoom: () => boolean): Gate => {
  let wake: (() => void) | null = null;
  return {
    room: async () => {
      while (!hasRoom()) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    open: () => {
      const resolve = wake;
      wake = null;
      resolve?.();
    },
  };
};

const fits = (counters: StageCounters, buffer: FlowLimits, batch: FlowLimits): boolean => {
  const items = counters.buffered + counters.parked;
  return items === 0 || (items + batch.maxItems <= buffer.maxItems && counters.bufferedBytes + batch.maxBytes <= buffer.maxBytes);
};

/**
 * Runs a stage: pulls batches into lanes by key, flies them through hops and sink several at once but never a key twice, and commits what
 * is finished without a gap. At least once, in order per key, idempotent where the sink is; an outage waits, one poisonous record does not
 * stop the others. See docs/chapters/06-the-runner-and-acknowledgement.
 */
export const runStage = <In extends { readonly id: string }, Out>(spec: StageSpec<In, Out>): StageHandle => {
  const { clock, telemetry, stage } = spec;
  const limits = { ...defaultStageLimits, ...spec.limits };
  const accounts = openAccounts(stage, telemetry, () => intake.open());
  const queue = laneQueue();
  const stop = new AbortController();
  const { signal } = stop;
  let subscription: Subscription | null = null;
  let sessions: Sessions | null = null;
  let flights = 0;
  let draining: Promise<'drained' | 'late'> | null = null;

  const pause = stagePause({ stage, clock, telemetry, backoff: limits.outage, signal, onResume: () => pump() });
  const intake = gate(() => signal.aborted || fits(accounts.read(), limits.buffer, limits.batch));

  const fly = async (held: Sessions, entries: Parameters<typeof runFlight>[2]): Promise<void> => {
    const from = clock.elapsed();
    const travellers = await runFlight(spec, limits, entries);
    const parts = { queue, sessions: held, accounts, clock, retry: limits.retry, signal, onReady: pump };
    const outage = landFlight(travellers, parts);
    accounts.flew((clock.elapsed() - from) / 1000);
    flights -= 1;
    if (outage === null) pause.recover();
    else pause.fail(outage);
    pump();
  };

  const pump = (): void => {
    const held = sessions;
    if (held === null) return;
    while (!signal.aborted && !pause.isPaused() && flights < limits.flights) {
      const entries = queue.take(limits.flight);
      if (entries.length === 0) return;
      flights += 1;
      fly(held, entries).catch(failed);
    }
  };

  const take = async (held: Sessions, batch: Batch): Promise<void> => {
    const session = await held.enter(batch);
    if (session === null || signal.aborted) return;
    let items = 0;
    let bytes = 0;
    for (const record of batch.records) {
      const slot = session.ledger.deliver(record.offset);
      if (slot === null) continue;
      queue.add(session, record, slot);
      items += 1;
      bytes += bytesOf(record);
    }
    if (items > 0) accounts.took(items, bytes);
    pump();
  };

  const pull = async (from: Subscription, held: Sessions): Promise<void> => {
    const batches = from.batches()[Symbol.asyncIterator]();
    for (;;) {
      await intake.room();
      if (signal.aborted) return;
      const turn = await batches.next();
      if (turn.done === true || signal.aborted) return;
      await take(held, turn.value);
    }
  };

  const patience = async (failures: number, error: unknown): Promise<boolean> => {
    telemetry.count('earshot_stage_outages_total', { stage, reason: 'commit' });
    if (failures === 1) telemetry.log('warn', 'stage.commit-failed', { stage, reason: reasonOf(error) });
    try {
      await clock.sleep(delayOf(limits.outage, failures, clock), signal);
      return true;
    } catch {
      // One last try while the stage drains; the deadline bounds it.
      return failures <= 3;
    }
  };

  const connect = async (): Promise<void> => {
    const from = await spec.log.subscribe(spec.topic, spec.group, limits.batch);
    if (signal.aborted) {
      await from.close();
      return;
    }
    const held = openSessions({ subscription: from, queue, accounts, patience });
    from.onRevoke((partitions) => held.retire(partitions));
    subscription = from;
    sessions = held;
    try {
      await pull(from, held);
    } finally {
      if (!signal.aborted) {
        sessions = null;
        subscription = null;
        await held.retireAll();
        await from.close();
      }
    }
  };

  const serve = async (): Promise<void> => {
    for (let failures = 1; !signal.aborted; failures += 1) {
      try {
        await connect();
        return;
      } catch (error) {
        if (signal.aborted) return;
        telemetry.log('error', 'stage.log-failed', { stage, reason: reasonOf(error), failures });
        await clock.sleep(delayOf(limits.outage, failures, clock), signal).catch(() => undefined);
      }
    }
  };

  const close = async (): Promise<void> => {
    await sessions?.retireAll();
    await subscription?.close();
    await serving;
  };

  const drain = async (deadlineMs: number): Promise<'drained' | 'late'> => {
    const late = new AbortController();
    const deadline = clock.sleep(deadlineMs, late.signal).then(
      () => 'late' as const,
      () => 'drained' as const,
    );
    stop.abort();
    intake.open();
    const closed = close().then(() => 'drained' as const);
    const ended = await Promise.race([closed, deadline]);
    late.abort();
    if (ended === 'late') {
      telemetry.log('warn', 'stage.drained-late', { stage, open: accounts.read().buffered });
      closed.catch((error: unknown) => telemetry.log('warn', 'stage.close-failed', { stage, reason: reasonOf(error) }));
      // Others may take over at once; the epoch keeps what still flies from doing harm.
      subscription?.close().catch(() => undefined);
    }
    return ended;
  };

  const ending = Promise.withResolvers<void>();
  const failed = (error: unknown): void => {
    telemetry.log('error', 'stage.failed', { stage, reason: reasonOf(error) });
    ending.reject(error);
    stop.abort();
    intake.open();
  };
  const serving = serve();
  serving.then(() => (signal.aborted ? undefined : ending.resolve()), failed);

  return {
    drain: (deadlineMs) => {
      draining ??= drain(deadlineMs).finally(() => ending.resolve());
      return draining;
    },
    done: ending.promise,
    counters: () => accounts.read(),
  };
};
