import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { decodeRaw, type LogRecord } from '@earshot/engine';
import { topics, wayTopics } from '@earshot/model';
import { type GoldenRecord, goldenRecords } from './testing/golden-records.ts';
import { decodeAnalysed, decodeCleaned, decodeNormalised } from './topic-codecs.ts';

const decoders = { raw: decodeRaw, cleaned: decodeCleaned, normalised: decodeNormalised, analysed: decodeAnalysed };

/** Golden records of every schema version there ever was; `bin/record-schemas.ts` adds a new version's file, no file ever changes. */
const fileOf = (schema: string): URL => new URL(`../fixtures/schemas/${schema.replace('/', '-')}.json`, import.meta.url);

const recorded = (schema: string): readonly GoldenRecord[] => JSON.parse(readFileSync(fileOf(schema), 'utf8')) as readonly GoldenRecord[];

const asLogRecord = ({ headers, value }: GoldenRecord): LogRecord => ({
  key: 'k',
  headers,
  value: Buffer.from(JSON.stringify(value)),
  partition: 0,
  offset: 0,
  appendedAt: 0,
});

/** Paths of a value with the type that stands there; items of a list share a path. */
const shapeOf = (value: unknown, path = '', shape = new Map<string, string>()): Map<string, string> => {
  if (Array.isArray(value)) {
    shape.set(path, 'list');
    for (const item of value) shapeOf(item, `${path}[]`, shape);
  } else if (typeof value === 'object' && value !== null) {
    shape.set(path, 'object');
    for (const [name, child] of Object.entries(value)) shapeOf(child, `${path}/${name}`, shape);
  } else shape.set(path, value === null ? 'null' : typeof value);
  return shape;
};

const shapesOf = (records: readonly GoldenRecord[]): Map<string, string> => {
  const shape = new Map<string, string>();
  for (const [at, { value }] of records.entries()) shapeOf(value, `#${at}`, shape);
  return shape;
};

describe.each(wayTopics)('values of the topic %s', (topic) => {
  const ids = topics[topic].schemas.map(({ id }) => id);
  const current = ids.at(-1) ?? '';
  const today = goldenRecords()[topic];

  test.each(ids)('records of %s are readable for ever', (schema) => {
    for (const record of recorded(schema)) {
      expect(decoders[topic](asLogRecord(record)).id).toMatch(/^fb_golden/u);
      expect(record.headers['ce_dataschema']).toBe(schema);
    }
  });

  test(`today's code writes what readers of ${current} expect: a field that goes or changes its type asks for a new version with a lift`, () => {
    const shape = shapesOf(today);
    for (const [path, type] of shapesOf(recorded(current))) expect([path, shape.get(path)]).toEqual([path, type]);
  });
});
