import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { readEnvelope, writeEnvelope, type Envelope } from './envelope.ts';

const text = fc.string({ minLength: 1, unit: 'binary' });

const envelope: fc.Arbitrary<Envelope> = fc.record(
  { id: text, source: text, type: text, time: text, subject: text, dataschema: text, contentType: text, traceparent: text },
  { requiredKeys: ['id', 'source', 'type'], noNullPrototype: true },
);

describe('envelope', () => {
  test('the headers are those of the CloudEvents Kafka binding in binary mode', () => {
    expect(
      writeEnvelope({
        id: 'fb_1:0',
        source: '/earshot/gateway',
        type: 'feedback.raw.v1',
        time: '2026-03-02T08:00:00.000Z',
        subject: '会话-1',
        contentType: 'application/json',
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      }),
    ).toEqual({
      ce_specversion: '1.0',
      ce_id: 'fb_1:0',
      ce_source: '/earshot/gateway',
      ce_type: 'feedback.raw.v1',
      ce_time: '2026-03-02T08:00:00.000Z',
      ce_subject: '会话-1',
      'content-type': 'application/json',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    });
  });

  test('what was written is read back, whatever the values', () => {
    fc.assert(fc.property(envelope, (given) => expect(readEnvelope(writeEnvelope(given))).toEqual(given)));
  });

  test('foreign headers are passed over; a record without the required attributes has no envelope', () => {
    const headers = writeEnvelope({ id: '1', source: 's', type: 't' });
    expect(readEnvelope({ ...headers, ce_other: 'x', via: 'y' })).toEqual({ id: '1', source: 's', type: 't' });
    for (const missing of ['ce_id', 'ce_source', 'ce_type', 'ce_specversion'])
      expect(readEnvelope({ ...headers, [missing]: '' })).toBeNull();
    expect(readEnvelope({ ...headers, ce_specversion: '2.0' })).toBeNull();
  });

  test('no headers make it throw', () => {
    fc.assert(fc.property(fc.dictionary(fc.string(), fc.string()), (headers) => readEnvelope(headers) === null));
  });
});
