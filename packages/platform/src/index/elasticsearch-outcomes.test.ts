import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { systemClock } from '../clock/system.ts';
import { contractAnalyser } from './contract-analyser.ts';
import { contractDocument } from './contract-documents.ts';
import { put, remove } from './contract-setup.ts';
import { decide, decisions } from './elasticsearch-decide.ts';
import { type FakeElasticsearch, fakeElasticsearch, type WholeFault } from './elasticsearch-fake.ts';
import { IndexOutage } from './elasticsearch-faults.ts';
import { silent } from './elasticsearch-fixture.ts';
import { openElasticsearchIndex } from './elasticsearch.ts';
import type { Index, ItemOutcome, Versioned } from './port.ts';

describe('the decision table', () => {
  test.each<[number, string | undefined, ReturnType<typeof decide>]>([
    [200, undefined, 'done'],
    [201, undefined, 'done'],
    [409, 'version_conflict_engine_exception', 'classify'],
    [429, 'es_rejected_execution_exception', 'retry'],
    [429, 'circuit_breaking_exception', 'retry'],
    [429, 'cluster_block_exception', 'absent'],
    [403, 'cluster_block_exception', 'absent'],
    [503, 'cluster_block_exception', 'retry'],
    [503, 'unavailable_shards_exception', 'retry'],
    [503, 'process_cluster_event_timeout_exception', 'retry'],
    [404, 'index_not_found_exception', 'absent'],
    [400, 'index_closed_exception', 'absent'],
    [400, 'invalid_index_name_exception', 'systemic'],
    [403, 'security_exception', 'systemic'],
    [401, 'security_exception', 'systemic'],
    [400, 'document_parsing_exception', 'reject'],
    [400, 'mapper_parsing_exception', 'reject'],
    [400, 'strict_dynamic_mapping_exception', 'reject'],
    [400, 'illegal_argument_exception', 'reject'],
    [401, 'unheard_of', 'systemic'],
    [403, 'unheard_of', 'systemic'],
    [404, 'unheard_of', 'systemic'],
    [408, 'unheard_of', 'retry'],
    [409, 'unheard_of', 'classify'],
    [413, 'unheard_of', 'reject'],
    [429, 'unheard_of', 'retry'],
    [418, 'unheard_of', 'reject'],
    [500, 'unheard_of', 'retry'],
    [200, 'unheard_of', 'retry'],
  ])('%d %s is %s', (status, type, decision) => {
    expect(decide(status, type)).toBe(decision);
  });

  test('every row is reached: none stands behind one that takes all it would', () => {
    for (const row of decisions) expect(decide(row.status ?? 599, row.type ?? 'unheard_of')).toBe(row.decision);
  });
});

describe('each operation has exactly one outcome, and nothing is called done that was not', () => {
  const shared: { fake?: FakeElasticsearch; index?: Index } = {};
  const fake = (): FakeElasticsearch => {
    if (shared.fake === undefined) throw new Error('the fake is not open');
    return shared.fake;
  };
  const write = async (operations: readonly Versioned[]): Promise<readonly ItemOutcome[]> => (await shared.index?.write(operations)) ?? [];

  beforeAll(async () => {
    shared.fake = await fakeElasticsearch();
    shared.index = openElasticsearchIndex({
      url: shared.fake.url,
      prefix: 'fake',
      analyser: contractAnalyser,
      clock: systemClock,
      telemetry: silent,
      maxRetries: 0,
      requestTimeoutMs: 300,
    });
  });
  afterAll(async () => {
    await shared.index?.close();
    await shared.fake?.close();
  });
  let serial = 0;
  beforeEach(() => {
    const { items, whole, lookups } = fake();
    items.clear();
    whole.length = 0;
    lookups.length = 0;
    fake().largest = 10_000;
  });
  const fresh = (): Versioned => {
    serial += 1;
    return put(contractDocument(`f${serial}`));
  };
  const isStored = ({ id, version }: Versioned): boolean => fake().stored.get(`fake-2026.11/${id}`)?.version === version;

  const expected = {
    done: 'done',
    classify: 'conflict',
    absent: 'systemic',
    retry: 'retry',
    reject: 'reject',
    systemic: 'systemic',
  } as const;

  test('any mixture of item faults: the rest is written, and each fault is told as the table says', async () => {
    const rows = decisions.filter(({ decision }) => decision !== 'classify');
    const fault = fc.option(fc.constantFrom(...rows), { nil: undefined, freq: 2 });
    await fc.assert(
      fc.asyncProperty(fc.array(fault, { minLength: 1, maxLength: 30 }), async (faults) => {
        const operations = faults.map((row) => {
          const operation = fresh();
          if (row !== undefined) {
            fake().items.set(operation.id, { status: row.status ?? 400, type: row.type ?? 'unheard_of', times: 9 });
          }
          return operation;
        });
        const outcomes = await write(operations);
        expect(outcomes.map(({ tag }) => tag)).toEqual(
          faults.map((row) => (row === undefined ? 'done' : expected[decide(row.status ?? 400, row.type ?? 'unheard_of')])),
        );
        expect(outcomes.map(({ tag }) => tag === 'done')).toEqual(operations.map(isStored));
        expect(JSON.stringify(outcomes)).not.toContain('customer');
      }),
      { numRuns: 60 },
    );
  });

  test.each<WholeFault>([500, 503, 'lost', 'hang', 'truncated', 'short', 'statusless'])(
    'after a bulk that ends with %s nothing is told, and writing again finds what is there',
    async (fault) => {
      const operations = [fresh(), fresh(), fresh()];
      fake().whole.push(fault);
      await expect(write(operations)).rejects.toThrow(IndexOutage);
      const there = operations.map(isStored);
      expect((await write(operations)).map(({ tag }) => tag)).toEqual(there.map((found) => (found ? 'same' : 'done')));
      expect(operations.every(isStored)).toBe(true);
    },
  );

  test.each<[WholeFault, ItemOutcome['tag']]>([
    [429, 'retry'],
    [401, 'systemic'],
    [403, 'systemic'],
  ])('a bulk that is answered %d as a whole is %s for each of its documents', async (status, tag) => {
    const operations = [fresh(), fresh()];
    fake().whole.push(status);
    expect((await write(operations)).map((outcome) => outcome.tag)).toEqual([tag, tag]);
    expect(operations.some(isStored)).toBe(false);
  });

  test('a bulk that is too large goes in halves, in order; a document that is too large alone is rejected', async () => {
    const operations = Array.from({ length: 13 }, fresh);
    fake().largest = 3;
    expect(new Set((await write(operations)).map(({ tag }) => tag))).toEqual(new Set(['done']));
    expect(operations.every(isStored)).toBe(true);
    fake().largest = 0;
    expect((await write([fresh()]))[0]?.tag).toBe('reject');
  });

  test('a bulk that is refused for one document goes in halves until that one stands alone', async () => {
    fake().whole.push(400, 400);
    expect((await write([fresh(), fresh()])).map(({ tag }) => tag)).toEqual(['reject', 'done']);
  });

  test('a month that has gone is looked for once more', async () => {
    const operation = fresh();
    fake().items.set(operation.id, { status: 404, type: 'index_not_found_exception', times: 1 });
    expect((await write([operation]))[0]).toEqual({ tag: 'done' });
  });

  test('a document is not called done before its tombstone was looked for', async () => {
    const operation = fresh();
    fake().lookups.push(503);
    await expect(write([operation])).rejects.toThrow(IndexOutage);
    expect(isStored(operation)).toBe(true);
    expect((await write([operation]))[0]).toEqual({ tag: 'same' });
  });

  test('a tombstone that cannot be put over a late document leaves the document to be written again', async () => {
    const document = fresh();
    expect((await write([remove(document.id, 5)]))[0]).toEqual({ tag: 'done' });
    fake().items.set(document.id, { status: 429, type: 'es_rejected_execution_exception', rule: 'external_gte', times: 1 });
    expect((await write([document]))[0]?.tag).toBe('retry');
    expect((await write([document]))[0]).toEqual({ tag: 'stale' });
    expect(fake().stored.get(`fake-2026.11/${document.id}`)).toMatchObject({
      version: 5,
      source: { deletedAt: '2026-11-24T09:00:00.000Z' },
    });
  });
});
