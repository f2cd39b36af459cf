import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { decodeJson, fuse, hop, logSink, runStage } from '@earshot/engine';
import { dead, deadLetter, fault, ok, type DeadLetter } from '@earshot/model';
import { openSqliteLog, systemClock, type Log } from '@earshot/platform';
import { silentTelemetry } from '@earshot/testkit';

interface Rated {
  readonly id: string;
  readonly stars: number;
}

const rate = hop<Rated>('rate').step<{ normalised: number }>({
  kind: 'plain',
  name: 'normalise-rating',
  version: '4',
  decide: (record) => {
    if (record.stars > 5) return dead(fault('err:intake:client:out-of-range', { path: '/stars', detail: '1 to 5' }));
    return ok({ ...record, normalised: (record.stars - 1) / 4 });
  },
});

/**
 * A record that no retry can mend becomes a **dead letter**: a typed record in `feedback.dead.v1` that says where it stood, which step of
 * which version gave up, why, and keeps the original byte by byte. It is durable before the original is acknowledged, so nothing that was
 * accepted is ever lost; once the step is mended it can be run again.
 */
describe('dead letters', () => {
  let dir = '';
  let log: Log;
  beforeEach(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'earshot-chapter-'));
    log = openSqliteLog({ dir, clock: systemClock, tickMs: 20, pollMs: 5 });
  });
  afterEach(async () => {
    await log.close();
    rmSync(dir, { recursive: true });
  });

  const lettersAfter = async (values: readonly Uint8Array[]): Promise<readonly DeadLetter[]> => {
    await log.append(
      'raw',
      values.map((value) => ({ key: '会话-1', value, headers: { ce_id: 'x' } })),
    );
    const stage = runStage({
      stage: 'normalise',
      log,
      topic: 'raw',
      group: 'raters',
      decode: decodeJson((value) => value as Rated),
      hops: fuse(rate),
      sink: logSink<Rated, Rated & { normalised: number }>(log, 'normalised', ({ source, output }) => ({
        key: source.key,
        value: Buffer.from(`${output?.normalised}`),
        headers: {},
      })),
      memory: { claim: async () => [] },
      clock: systemClock,
      telemetry: silentTelemetry(),
      settings: { pseudonymKey: 'key', homeOffset: '+08:00' },
    });
    while ((await log.lag('raw', 'raters')).records > 0) await systemClock.sleep(5);
    await stage.drain(5000);
    const letters: DeadLetter[] = [];
    for await (const { value } of log.scan('dead')) letters.push(deadLetter.parse(JSON.parse(Buffer.from(value).toString())));
    return letters;
  };

  const json = (stars: number) => Buffer.from(JSON.stringify({ id: `r${stars}`, stars }));

  test('name the place, the step and the reason, and keep the original; the others flow on', async () => {
    const [letter, ...more] = await lettersAfter([json(5), json(11), json(1)]);
    expect(more).toEqual([]);
    expect(letter).toMatchObject({
      feedbackId: 'r11',
      topic: 'raw',
      offset: 1,
      key: '会话-1',
      stage: 'normalise',
      step: 'normalise-rating',
      version: '4',
      code: 'err:intake:client:out-of-range',
      path: '/stars',
      headers: { ce_id: 'x' },
      attempts: 1,
    });
    expect(Buffer.from(letter?.value ?? '', 'base64')).toEqual(json(11));
    const passed: string[] = [];
    for await (const { value } of log.scan('normalised')) passed.push(Buffer.from(value).toString());
    expect(passed).toEqual(['1', '0']);
  });

  /** Bytes that cannot even be read die the same way, and equal failures share a fingerprint, so that they are looked at once. */
  test('also hold what nobody could read', async () => {
    const letters = await lettersAfter([Buffer.from('{"id":'), Uint8Array.from([0xff, 0x00]), json(9)]);
    expect(letters.map(({ code }) => code)).toEqual([
      'err:stage:client:unreadable-record',
      'err:stage:client:unreadable-record',
      'err:intake:client:out-of-range',
    ]);
    expect(letters[0]?.fingerprint).toBe(letters[1]?.fingerprint);
    expect(letters[2]?.fingerprint).not.toBe(letters[0]?.fingerprint);
    expect(letters[1]?.value).toBe(Buffer.from([0xff, 0x00]).toString('base64'));
  });
});
