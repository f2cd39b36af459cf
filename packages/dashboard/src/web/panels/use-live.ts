import { useEffect, useRef, useState } from 'preact/hooks';
import type { Arrival, Hit } from '../api/contract.ts';
import { followEvents } from '../api/events.ts';
import { search } from '../api/request.ts';
import { useResource } from '../api/use-resource.ts';

const kept = 40;
/** Figures follow arrivals at most this often, so that a busy feed neither flickers nor floods the server. */
const settleMs = 10_000;

const asArrival = ({ id, document }: Hit): Arrival => ({
  id,
  channel: document.channel,
  language: document.language,
  sentiment: document.sentiment.label,
  urgency: document.urgency.level,
  text: document.text.slice(0, 200),
  at: document['@timestamp'],
});

export interface Live {
  readonly arrivals: readonly Arrival[];
  readonly connected: boolean;
  /** Arrivals since the page was opened. */
  readonly total: number;
  /** Rises after arrivals have settled: time to load the figures anew. */
  readonly round: number;
}

export const useLive = (access: number): Live => {
  const [arrivals, setArrivals] = useState<readonly Arrival[]>([]);
  const [connected, setConnected] = useState(false);
  const [total, setTotal] = useState(0);
  const [round, setRound] = useState(0);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const earlier = useResource('live', access, async (signal) =>
    (await search({ q: '', sort: 'newest', size: 8 }, signal)).hits.map(asArrival),
  );

  useEffect(() => {
    const arrived = (arrival: Arrival): void => {
      setArrivals((before) => [arrival, ...before.filter(({ id }) => id !== arrival.id)].slice(0, kept));
      setTotal((count) => count + 1);
      timer.current ??= setTimeout(() => {
        timer.current = null;
        setRound((count) => count + 1);
      }, settleMs);
    };
    const stop = followEvents({ arrived, connected: setConnected });
    return () => {
      stop();
      if (timer.current !== null) clearTimeout(timer.current);
      timer.current = null;
    };
  }, [access]);

  const known = new Set(arrivals.map(({ id }) => id));
  return { arrivals: [...arrivals, ...(earlier.data ?? []).filter(({ id }) => !known.has(id))], connected, total, round };
};
