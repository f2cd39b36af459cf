import { describe, expect, test } from '@jest/globals';
import type { ParsedItem } from '@earshot/connectors';
import { decodeRaw } from '@earshot/engine';
import { fault } from '@earshot/model';
import type { AppendOutcome, Log, LogRecord, NewRecord } from '@earshot/platform';
import { aRawRecord, recordingTelemetry } from '@earshot/testkit';
import { takeIn } from './take-in.ts';

interface Witness {
  readonly events: string[];
  readonly appended: NewRecord[];
}

/** A log and a store of blobs that write down in which order they were used. */
const ports = (answer: (at: number) => AppendOutcome) => {
  const witness: Witness = { events: [], appended: [] };
  const log = {
    append: async (_: string, records: readonly NewRecord[]) => {
      witness.events.push('append');
      witness.appended.push(...records);
      return records.map((_record, at) => answer(at));
    },
  } as unknown as Log;
  const blobs = {
    put: async (bytes: AsyncIterable<Uint8Array>) => {
      let size = 0;
      for await (const chunk of bytes) size += chunk.byteLength;
      witness.events.push(`blob ${size}`);
      return { sha256: '', bytes: size };
    },
    get: async function* () {},
    remove: async () => undefined,
  };
  return { witness, log, blobs, telemetry: recordingTelemetry() };
};

const item = (sourceId: string, blobs?: readonly Uint8Array[]): ParsedItem => ({
  tag: 'item',
  path: `/${sourceId}`,
  record: aRawRecord({ sourceId }),
  ...(blobs === undefined ? {} : { blobs }),
});

describe('taking in a payload', () => {
  test('what a record names by hash is durable before the record is', async () => {
    const given = ports((offset) => ({ tag: 'appended', partition: 0, offset }));
    await takeIn(given, 'web', [item('a'), item('b', [new Uint8Array(7), new Uint8Array(9)])]);
    expect(given.witness.events).toEqual(['blob 7', 'blob 9', 'append']);
  });

  test('every item has its outcome at its place: accepted, refused by the parser, refused by the log', async () => {
    const given = ports((at) =>
      at === 1 ? { tag: 'refused', reason: 'too-large', limitBytes: 10 } : { tag: 'appended', partition: 0, offset: at },
    );
    const bad: ParsedItem = { tag: 'fault', path: '/1', fault: fault('err:intake:client:malformed-json') };
    const outcomes = await takeIn(given, 'web', [item('0'), bad, item('2'), item('3')]);
    expect(outcomes.map((outcome) => (outcome.tag === 'refused' ? outcome.fault.code : outcome.tag))).toEqual([
      'accepted',
      'err:intake:client:malformed-json',
      'err:intake:client:too-large',
      'accepted',
    ]);
    expect(outcomes.map(({ path }) => path)).toEqual(['/0', '/1', '/2', '/3']);
    const { telemetry } = given;
    expect(telemetry.value('earshot_intake_accepted_total')).toBe(2);
    expect(telemetry.value('earshot_intake_refused_total')).toBe(2);
    expect(given.witness.appended.map((record) => decodeRaw(record as LogRecord).sourceId)).toEqual(['0', '2', '3']);
  });

  test('an outage of the log is the caller’s to repeat: nothing counts as accepted', async () => {
    const given = ports(() => {
      throw new Error('no broker');
    });
    await expect(takeIn(given, 'web', [item('a')])).rejects.toThrow('no broker');
    expect(given.telemetry.value('earshot_intake_accepted_total')).toBe(0);
  });
});
