import { encodeRaw, type NewRecord } from '@earshot/engine';
import { conversationKey, feedbackId } from '@earshot/model';
import { corpusRows } from '../embedded/corpus.ts';

/** The rows of the shared corpus as the web form sends them in. */
export function* rawMessages(count: number): Generator<NewRecord> {
  for (const { id, feedback, evaluation, author, occurredAt } of corpusRows(count)) {
    const identity = { connector: 'web', account: 'shop', sourceId: id };
    yield encodeRaw({
      schema: 'raw/1',
      id: feedbackId(identity),
      revision: 0,
      deleted: false,
      channel: 'web',
      ...identity,
      conversation: conversationKey('web', 'shop', id),
      receipt: 'rc_00000000_0000000000_AAAAAAAA',
      receivedAt: occurredAt,
      occurredAt,
      author: { address: author },
      rating: { value: evaluation, min: 1, max: 5 },
      body: { format: 'text', content: feedback },
      faults: [],
    });
  }
}

/** Messages of a few words, for backlogs of many records. */
export function* smallMessages(count: number): Generator<NewRecord> {
  for (let number = 0; number < count; number += 1) {
    const identity = { connector: 'web', account: 'shop', sourceId: `small-${number}` };
    yield encodeRaw({
      schema: 'raw/1',
      id: feedbackId(identity),
      revision: 0,
      deleted: false,
      channel: 'web',
      ...identity,
      conversation: conversationKey('web', 'shop', identity.sourceId),
      receipt: 'rc_00000000_0000000000_AAAAAAAA',
      receivedAt: '2026-11-01T08:00:00.000Z',
      body: { format: 'text', content: `物流很快 ${number}` },
      faults: [],
    });
  }
}
