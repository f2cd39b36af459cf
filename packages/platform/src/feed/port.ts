import type { IndexedEvent } from '@earshot/model';

/** Tells whoever listens what was indexed; nothing is kept, and whoever does not listen misses it. */
export interface LiveFeed {
  publish(events: readonly IndexedEvent[]): void;
  /** Returns what ends the subscription. */
  listen(listener: (events: readonly IndexedEvent[]) => void): () => void;
  close(): Promise<void>;
}
