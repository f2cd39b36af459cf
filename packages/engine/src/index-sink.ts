import { documentVersion, type FeedbackDocument } from '@earshot/model';
import type { Clock, Index, ItemOutcome, Versioned } from '@earshot/platform';
import { roundedMs } from './journey.ts';
import type { Sink, SinkItem } from './sink.ts';

/** What the index sink reads of a record besides its document. */
export interface Indexable {
  readonly id: string;
  readonly revision: number;
  /** The source took the message back. */
  readonly deleted: boolean;
  /** ISO 8601 UTC; the time of a tombstone, so that a replay writes the same one. */
  readonly receivedAt: string;
}

export interface IndexSinkParts<Out> {
  readonly index: Pick<Index, 'write'>;
  readonly clock: Pick<Clock, 'now'>;
  /** Replay generation, in [0, 2^20); raised by a deliberate replay only. */
  readonly generation: number;
  readonly toDocument: (output: Out) => FeedbackDocument;
  /** Told what became visible (outcome `done`), after the write. Must not throw; may be told again after a crash. */
  readonly onIndexed?: (written: readonly Versioned[]) => void;
}

const stamped = (document: FeedbackDocument, item: SinkItem<unknown, unknown>, now: number): FeedbackDocument => {
  const at = new Date(now).toISOString();
  const last = item.journey.at(-1);
  const ms = last === undefined ? 0 : roundedMs(Math.max(0, now - Date.parse(last.at)));
  return { ...document, indexedAt: at, journey: [...item.journey, { stage: 'index', at, ms }] };
};

/**
 * Writes documents by (id, version), version = `documentVersion(revision, generation)`; a deleted or bypassed record becomes a tombstone.
 * Stamps `indexedAt` and `journey` right before writing, so a repeated write carries other stamps; the index tells `same` from `conflict`
 * by the document's `contentHash` alone.
 * The journey's `index` entry counts from the end of the stage before to the write.
 */
export const indexSink = <In extends Indexable, Out>(parts: IndexSinkParts<Out>): Sink<In, Out> => {
  const { index, clock, generation, toDocument, onIndexed } = parts;
  const toVersioned = (item: SinkItem<In, Out>, now: number): Versioned => {
    const { id, revision, deleted, receivedAt } = item.input;
    const version = documentVersion(revision, generation);
    if (deleted || item.output === undefined) return { tag: 'delete', id, version, deletedAt: receivedAt };
    return { tag: 'put', id, version, document: stamped(toDocument(item.output), item, now) };
  };
  return {
    codes: { reject: 'err:index:config:rejected', conflict: 'err:index:platform:lost-update' },
    write: async (items): Promise<readonly ItemOutcome[]> => {
      const now = clock.now();
      const operations = items.map((item) => toVersioned(item, now));
      const outcomes = await index.write(operations);
      if (onIndexed !== undefined) {
        const written = operations.filter((_, at) => outcomes[at]?.tag === 'done');
        if (written.length > 0) onIndexed(written);
      }
      return outcomes;
    },
  };
};
