import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { readClock } from '../settings/clock.ts';
import { RequestFailed } from './request.ts';

export interface Resource<T> {
  /** The newest answer, kept while the next one is on its way and when that one fails. */
  readonly data: T | undefined;
  /** When `data` came, milliseconds. */
  readonly at: number;
  /** `data` answers an earlier question than the one that stands. */
  readonly outdated: boolean;
  readonly error: RequestFailed | null;
  readonly retry: () => void;
}

interface Held<T> {
  readonly key: string;
  readonly data: T | undefined;
  readonly at: number;
  readonly error: RequestFailed | null;
}

const asFailure = (error: unknown): RequestFailed =>
  error instanceof RequestFailed ? error : new RequestFailed({ title: error instanceof Error ? error.message : String(error), status: 0 });

/** Loads when `key` changes and again when `round` does; `null` loads nothing. Only the answer to the newest question is shown. */
export const useResource = <T>(key: string | null, round: number, load: (signal: AbortSignal) => Promise<T>): Resource<T> => {
  const [held, setHeld] = useState<Held<T>>({ key: '', data: undefined, at: 0, error: null });
  const [attempt, setAttempt] = useState(0);
  const latest = useRef(load);
  latest.current = load;

  useEffect(() => {
    if (key === null) return undefined;
    const controller = new AbortController();
    latest.current(controller.signal).then(
      (data) => {
        if (!controller.signal.aborted) setHeld({ key, data, at: readClock(), error: null });
      },
      (error: unknown) => {
        if (!controller.signal.aborted) setHeld((before) => ({ ...before, error: asFailure(error) }));
      },
    );
    return () => controller.abort();
  }, [key, round, attempt]);

  const retry = useCallback(() => setAttempt((count) => count + 1), []);
  return { data: held.data, at: held.at, outdated: held.key !== key, error: held.error, retry };
};
