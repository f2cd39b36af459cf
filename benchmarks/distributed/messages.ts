import { encodeRaw, type NewRecord } from '@earshot/engine';
import { conversationKey, feedbackId, type RawRecord } from '@earshot/model';
import { corpusRows } from '../embedded/corpus.ts';

/** One message of the web form, alone in its conversation. */
const message = (sourceId: string, receivedAt: string, said: Partial<RawRecord>): NewRecord => {
  const identity = { connector: 'web', account: 'shop', sourceId };
  return encodeRaw({
    schema: 'raw/1',
    id: feedbackId(identity),
    revision: 0,
    deleted: false,
    channel: 'web',
    ...identity,
    conversation: conversationKey('web', 'shop', sourceId),
    receipt: 'rc_00000000_0000000000_AAAAAAAA',
    receivedAt,
    ...said,
    faults: [],
  });
};

/** The rows of the shared corpus as the web form sends them in. */
export function* rawMessages(count: number): Generator<NewRecord> {
  for (const { id, feedback, evaluation, author, occurredAt } of corpusRows(count)) {
    yield message(id, occurredAt, {
      occurredAt,
      author: { address: author },
      rating: { value: evaluation, min: 1, max: 5 },
      body: { format: 'text', content: feedback },
    });
  }
}

/** Messages of a few words, for backlogs of many records. */
export function* smallMessages(count: number): Generator<NewRecord> {
  for (let number = 0; number < count; number += 1) {
    yield message(`small-${number}`, '2026-11-01T08:00:00.000Z', { body: { format: 'text', content: `物流很快 ${number}` } });
  }
}
