import { conversationKey, feedbackId, type RawRecord } from '@earshot/model';

/** A valid raw record; its id and conversation follow from connector, account and sourceId unless given. */
export const aRawRecord = (overrides: Partial<RawRecord> = {}): RawRecord => {
  const identity = {
    connector: overrides.connector ?? 'web',
    account: overrides.account ?? 'shop',
    sourceId: overrides.sourceId ?? 'message-1',
  };
  return {
    schema: 'raw/1',
    id: feedbackId(identity),
    revision: 0,
    deleted: false,
    channel: 'web',
    ...identity,
    conversation: conversationKey(identity.connector, identity.account, identity.sourceId),
    receipt: 'rc_00000000_0000000000_AAAAAAAA',
    receivedAt: '2026-03-02T08:00:00.000Z',
    body: { format: 'text', content: '快递太慢了，等了五天。 The parcel took five days.' },
    faults: [],
    ...overrides,
  };
};
