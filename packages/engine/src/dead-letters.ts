import { createHash } from 'node:crypto';
import type { DeadLetter, Fault, Topic } from '@earshot/model';
import type { Log, LogRecord, NewRecord } from '@earshot/platform';
import { attemptsBefore } from './retry-headers.ts';

/** A record that gave up, before it is written down. */
export interface Casualty {
  readonly source: LogRecord;
  readonly feedbackId?: string;
  readonly step: string;
  readonly version: string;
  readonly fault: Fault;
  /** From 1, since it was last appended. */
  readonly attempts: number;
}

const fingerprintOf = (stage: string, step: string, fault: Fault): string =>
  createHash('sha256')
    .update(JSON.stringify([stage, step, fault.code, fault.path ?? '']))
    .digest('hex')
    .slice(0, 16);

/** The typed dead letter; its id is the original's place in the log, so a redelivery writes the same id. */
export const composeDeadLetter = (stage: string, topic: Topic, casualty: Casualty, failedAt: string): DeadLetter => {
  const { source, feedbackId, step, version, fault, attempts } = casualty;
  return {
    schema: 'dead/1',
    id: `${topic}/${source.partition}/${source.offset}`,
    ...(feedbackId === undefined ? {} : { feedbackId }),
    topic,
    partition: source.partition,
    offset: source.offset,
    key: source.key,
    stage,
    step,
    version,
    code: fault.code,
    ...(fault.path === undefined ? {} : { path: fault.path }),
    ...(fault.detail === undefined ? {} : { detail: fault.detail }),
    fingerprint: fingerprintOf(stage, step, fault),
    attempts: attemptsBefore(source.headers) + attempts,
    failedAt,
    headers: { ...source.headers },
    value: Buffer.from(source.value).toString('base64'),
  };
};

const encode = (letter: DeadLetter): NewRecord => ({
  key: letter.key,
  value: Buffer.from(JSON.stringify(letter)),
  headers: { 'content-type': 'application/json' },
});

// Base64 adds a third: an original near the size limit does not fit into its own letter. Its bytes stay at the place that the letter names.
const withoutValue = (letter: DeadLetter): DeadLetter => {
  const note = `original of ${Buffer.byteLength(letter.value, 'base64')} bytes stays at ${letter.id}`;
  return { ...letter, headers: {}, value: '', detail: letter.detail === undefined ? note : `${letter.detail}; ${note}` };
};

/**
 * Appends to the topic `dead`, keyed as the originals; settled when durable.
 * @throws what the log rejects with, an outage; also when even a letter without its value is refused
 */
export const writeDeadLetters = async (log: Pick<Log, 'append'>, letters: readonly DeadLetter[]): Promise<void> => {
  if (letters.length === 0) return;
  const outcomes = await log.append('dead', letters.map(encode));
  const refused = letters.filter((_, at) => outcomes[at]?.tag === 'refused');
  if (refused.length === 0) return;
  const again = await log.append(
    'dead',
    refused.map((letter) => encode(withoutValue(letter))),
  );
  if (again.some(({ tag }) => tag === 'refused')) throw new Error('the dead topic refuses a letter without its value');
};
