import { EventEmitter } from 'node:events';

/** What the live feed tells of a document that just became searchable. */
export interface IndexedEvent {
  readonly id: string;
  readonly channel: string;
  readonly language: string;
  readonly sentiment: string;
  readonly urgency: string;
  /** The first 200 UTF-16 code units of the redacted text. */
  readonly text: string;
  /** `@timestamp` of the document. */
  readonly at: string;
}

/** Tells listeners in this process what was indexed; nothing is kept. */
export interface LiveFeed {
  publish(events: readonly IndexedEvent[]): void;
  /** Returns what ends the subscription. */
  listen(listener: (events: readonly IndexedEvent[]) => void): () => void;
}

export const createLiveFeed = (): LiveFeed => {
  const emitter = new EventEmitter();
  emitter.setMaxListeners(0);
  return {
    publish: (events) => {
      emitter.emit('indexed', events);
    },
    listen: (listener) => {
      emitter.on('indexed', listener);
      return () => emitter.off('indexed', listener);
    },
  };
};
