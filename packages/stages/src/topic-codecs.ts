import { decodeJson, type LogRecord, type NewRecord, type SinkItem } from '@earshot/engine';
import { currentSchema, type FeedbackDocument, type RawRecord, type Topic, topics, upcast } from '@earshot/model';
import { composeDocument } from './compose-document.ts';
import { leaveBehind } from './leave-behind.ts';
import type { AnalysedRecord, CleanedRecord, NormalisedRecord } from './records.ts';

/** The value of `feedback.analysed.v1`: what the indexer writes, and nothing of the raw record besides. */
export interface AnalysedMessage {
  readonly id: string;
  readonly revision: number;
  readonly deleted: boolean;
  readonly receivedAt: string;
  /** Absent for a deletion. */
  readonly document?: FeedbackDocument;
}

const encoder = new TextEncoder();

/** A hop's record keeps key and envelope of its source; type and schema are the topic's. */
const recordOf = (topic: Topic, source: LogRecord, value: unknown): NewRecord => ({
  key: source.key,
  value: encoder.encode(JSON.stringify(value)),
  headers: { ...source.headers, ce_type: topics[topic].name, ce_dataschema: currentSchema(topics[topic].schemas) },
});

const schemaOf = (topic: Topic, { headers }: LogRecord): string => headers['ce_dataschema'] ?? currentSchema(topics[topic].schemas);

const has = (value: unknown, part: string): boolean =>
  typeof value === 'object' && value !== null && typeof (value as Record<string, unknown>)[part] === 'object';

const isIndexable = (value: unknown): value is AnalysedMessage => {
  if (typeof value !== 'object' || value === null) return false;
  const { id, revision, deleted, receivedAt } = value as Record<string, unknown>;
  return typeof id === 'string' && typeof revision === 'number' && typeof deleted === 'boolean' && typeof receivedAt === 'string';
};

/** A deletion travels without what the stages add. */
const reader =
  <T extends AnalysedMessage>(topic: Topic, part: string) =>
  (record: LogRecord): T =>
    decodeJson((parsed): T => {
      const value = upcast(topics[topic].schemas, schemaOf(topic, record), parsed);
      if (!isIndexable(value) || !(value.deleted || has(value, part))) throw new TypeError(`the value is no record of ${topic}`);
      return value as T;
    })(record);

// The original's bytes and mail headers have done their work; they stay in the raw topic.
const behindClean = new Set<keyof CleanedRecord>(['payload', 'headers']);

export const encodeCleaned = ({ source, input, output }: SinkItem<RawRecord, CleanedRecord>): NewRecord =>
  recordOf('cleaned', source, leaveBehind<RawRecord>(output ?? input, behindClean));

export const encodeNormalised = ({ source, input, output }: SinkItem<RawRecord, NormalisedRecord>): NewRecord =>
  recordOf('normalised', source, leaveBehind<RawRecord>(output ?? input, behindClean));

export const encodeAnalysed = ({ source, input, output }: SinkItem<RawRecord, AnalysedRecord>): NewRecord => {
  const { id, revision, deleted, receivedAt } = input;
  const message: AnalysedMessage = { id, revision, deleted, receivedAt };
  return recordOf('analysed', source, output === undefined ? message : { ...message, document: composeDocument(output) });
};

/** Meant for `StageSpec.decode`. @throws TypeError, SyntaxError or UnknownSchema: a dead letter that a newer version can run again */
export const decodeCleaned = reader<CleanedRecord>('cleaned', 'cleaned');
export const decodeNormalised = reader<NormalisedRecord>('normalised', 'normalised');
export const decodeAnalysed = reader<AnalysedMessage>('analysed', 'document');
