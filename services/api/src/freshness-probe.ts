import { conversationKey, feedbackId, type RawRecord } from '@earshot/model';
import type { Clock, Index, Log, NewRecord, Telemetry } from '@earshot/platform';

export interface ProbeParts {
  readonly log: Pick<Log, 'append'>;
  readonly index: Pick<Index, 'search'>;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly encode: (record: RawRecord) => NewRecord;
  /** Rest between two probes. At least two seconds: a probe's revision is its second. */
  readonly everyMs: number;
  /** A probe that is not searchable after this has failed. */
  readonly timeoutMs: number;
  /** Distinguishes several installations or processes. */
  readonly name: string;
}

const lookEveryMs = 25;

const identityOf = (name: string) => ({ connector: 'probe', account: name, sourceId: 'freshness' });

const probeAt = (name: string, now: number, deleted: boolean): RawRecord => {
  const identity = identityOf(name);
  return {
    schema: 'raw/1',
    id: feedbackId(identity),
    revision: Math.floor(now / 1000) + (deleted ? 1 : 0),
    deleted,
    channel: 'web',
    ...identity,
    conversation: conversationKey(identity.connector, identity.account, identity.sourceId),
    receipt: 'probe',
    receivedAt: new Date(now).toISOString(),
    kind: 'machine',
    body: { format: 'text', content: 'freshness probe' },
    faults: [],
  };
};

/**
 * Sends a message of its own through the whole pipeline now and then, and measures from the append until a search finds it: freshness is
 * known also while no customer writes. The probe is one document of kind `machine`, taken back as soon as it was seen.
 * @returns what stops it
 */
export const startFreshnessProbe = (parts: ProbeParts): (() => Promise<void>) => {
  const { log, index, clock, telemetry, encode, everyMs, timeoutMs, name } = parts;
  const stop = new AbortController();
  const id = feedbackId(identityOf(name));

  const isSearchable = async (revision: number): Promise<boolean> => {
    const { hits } = await index.search({ op: 'term', field: 'id', value: id }, { size: 1, sort: 'newest' });
    return (hits[0]?.document.revision ?? -1) >= revision;
  };
  const measure = async (): Promise<boolean> => {
    const now = clock.now();
    const started = clock.elapsed();
    const probe = probeAt(name, now, false);
    await log.append('raw', [encode(probe)]);
    while (!stop.signal.aborted && clock.elapsed() - started < timeoutMs) {
      if (await isSearchable(probe.revision)) {
        telemetry.gauge('earshot_probe_freshness_seconds', (clock.elapsed() - started) / 1000);
        return true;
      }
      await clock.sleep(lookEveryMs, stop.signal).catch(() => undefined);
    }
    return false;
  };
  const takeBack = (): Promise<unknown> => log.append('raw', [encode(probeAt(name, clock.now(), true))]);

  const work = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      try {
        const seen = await measure();
        if (!seen && !stop.signal.aborted) telemetry.count('earshot_probe_failures_total', { reason: 'timeout' });
        await takeBack();
      } catch {
        telemetry.count('earshot_probe_failures_total', { reason: 'outage' });
      }
      await clock.sleep(everyMs, stop.signal).catch(() => undefined);
    }
  };
  const running = work();
  return async () => {
    stop.abort();
    await running;
  };
};
