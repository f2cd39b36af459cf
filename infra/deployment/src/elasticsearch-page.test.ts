import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { elasticsearchMapping } from '@earshot/model';
import { describeWithEngines, engineVariables } from '@earshot/testkit';
import { aspectsSearch } from './kibana/aspects.ts';
import { read } from './read.ts';
import { aspect, type Part, parts } from './sample-parts.ts';

const page = read('docs/elasticsearch.md');
const blocks = (language: string): readonly string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gmu'))].map(([, text = '']) => text);
const dsl = blocks('json').map((text) => JSON.parse(text) as { query?: object; aggs?: object });
const esql = blocks('esql');

const call = async (url: string, method: string, body?: unknown): Promise<{ status: number; body: unknown }> => {
  const response = await fetch(url, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
};

const serverAddress = process.env[engineVariables.elasticsearch];
const hasEsql = serverAddress !== undefined && (await call(`${serverAddress}/_query`, 'POST', { query: 'ROW one = 1' })).status === 200;

/** Counts of all buckets and documents of an answer. */
const countsIn = (value: unknown): number[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => (name === 'doc_count' ? [Number(each)] : countsIn(each)));
};

describeWithEngines(['elasticsearch'], 'docs/elasticsearch.md', ({ elasticsearch }) => {
  const name = `deployment-page-${randomUUID().slice(0, 8)}`;
  const index = `${elasticsearch}/${name}-1`;

  beforeAll(async () => {
    const made = await call(index, 'PUT', {
      settings: { number_of_shards: 1, number_of_replicas: 0 },
      mappings: elasticsearchMapping(),
      aliases: { [name]: { filter: { bool: { must_not: { exists: { field: 'deletedAt' } } } } } },
    });
    expect(made).toMatchObject({ status: 200 });
    for (const [at, part] of [...parts, { deletedAt: '2026-01-01T00:00:00.000Z', ...(parts[0] as Part) }].entries()) {
      expect(await call(`${index}/_doc/${at}?refresh=true`, 'PUT', part)).toMatchObject({ status: 201 });
    }
  });

  afterAll(async () => {
    await call(index, 'DELETE');
  });

  test.each(dsl.map((body, at): [number, (typeof dsl)[number]] => [at + 1, body]))(
    'Query DSL example %i finds something, and its condition leaves something out',
    async (_, body) => {
      const { status, body: answer } = await call(`${elasticsearch}/${name}/_search`, 'POST', body);
      expect({ status, answer }).toMatchObject({ status: 200 });
      const { hits, aggregations } = answer as { hits: { total: { value: number } }; aggregations?: unknown };
      expect(hits.total.value).toBeGreaterThan(0);
      // Never the tombstone.
      if (body.query === undefined) expect(hits.total.value).toBe(parts.length);
      else expect(hits.total.value).toBeLessThan(parts.length);
      if (body.aggs !== undefined) expect(Math.max(...countsIn(aggregations))).toBeGreaterThan(0);
    },
  );

  test("the aspects panel of Kibana's dashboard gets what it draws", async () => {
    const { body } = await call(`${elasticsearch}/${name}/_search`, 'POST', aspectsSearch);
    const { aggregations } = body as { aggregations: { aspects: { category: { buckets: readonly unknown[] } } } };
    expect(aggregations.aspects.category.buckets).toContainEqual({
      key: aspect.category,
      doc_count: 1,
      sentiment: expect.objectContaining({ buckets: [{ key: aspect.sentiment, doc_count: 1 }] }),
    });
  });

  const runs = (query: string): Promise<void> =>
    call(`${elasticsearch}/_query`, 'POST', { query: query.replace('FROM feedback\n', `FROM ${name}\n`) }).then(({ status, body }) => {
      expect({ status, body }).toMatchObject({ status: 200 });
      expect((body as { values: readonly unknown[] }).values.length).toBeGreaterThan(0);
    });
  if (hasEsql) test.each(esql)('%s', runs);
  else test.skip('ES|QL examples: this server has no ES|QL (it comes with the default distribution)', () => undefined);
});

describe('the page', () => {
  test('has examples of both languages', () => {
    expect(dsl.length).toBeGreaterThan(5);
    expect(esql.length).toBeGreaterThan(2);
  });

  test('ES|QL examples read the alias, and fields of the document that are not nested', () => {
    const { properties } = elasticsearchMapping();
    const has = (field: string): boolean => {
      const [first = '', ...rest] = field.split('.');
      const top = properties[first];
      return top !== undefined && top.type !== 'nested' && (rest.length === 0 || top.properties?.[rest.join('.')] !== undefined);
    };
    for (const query of esql) {
      expect(query).toMatch(/^FROM feedback\n/u);
      for (const [field] of query.matchAll(/\b[a-z]+\.[a-z]+\b|@timestamp|\btopics\b|\bchannel\b/gu))
        expect([field, has(field)]).toEqual([field, true]);
    }
  });
});
