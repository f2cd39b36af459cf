import type { Arrival } from './contract.ts';
import { send } from './request.ts';
import { sseReader } from './sse.ts';

interface Listener {
  readonly arrived: (arrival: Arrival) => void;
  readonly connected: (connected: boolean) => void;
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

const readAll = async (signal: AbortSignal, { arrived, connected }: Listener): Promise<void> => {
  const response = await send('/v1/events', { headers: { accept: 'text/event-stream' }, signal });
  if (response.body === null) return;
  connected(true);
  const read = sseReader();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    for (const { event, data } of read(value)) if (event === 'indexed') arrived(JSON.parse(data) as Arrival);
  }
};

/** Follows the live feed until stopped, and comes back after 1, 2, 4 … 30 seconds when it breaks. Plain `EventSource` cannot carry a key. */
export const followEvents = (listener: Listener): (() => void) => {
  const controller = new AbortController();
  const { signal } = controller;
  const follow = async (): Promise<void> => {
    let waitMs = 1_000;
    while (!signal.aborted) {
      const connected = (on: boolean): void => {
        if (on) waitMs = 1_000;
        listener.connected(on);
      };
      try {
        await readAll(signal, { ...listener, connected });
      } catch {
        // Down, or the answer was no stream: the next round tells.
      }
      if (signal.aborted) return;
      listener.connected(false);
      await pause(waitMs, signal);
      waitMs = Math.min(30_000, waitMs * 2);
    }
  };
  void follow();
  return () => controller.abort();
};
