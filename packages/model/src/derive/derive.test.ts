import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import {
  documentFields,
  documentJsonSchema,
  documentReference,
  elasticsearchMapping,
  faultReference,
  faultTable,
  sqliteSchema,
} from '../index.ts';

const page = (name: string): string => readFileSync(new URL(`../../../../docs/reference/${name}`, import.meta.url), 'utf8');

describe('the committed pages are what the definitions say', () => {
  test.each([
    ['document.md', documentReference],
    ['faults.md', faultReference],
  ])('docs/reference/%s is current: run node packages/model/bin/generate-reference.ts', (name, generate) => {
    expect(page(name)).toBe(generate());
  });

  test('every fault code has an anchor, and every anchor a code', () => {
    const anchors = Array.from(page('faults.md').matchAll(/<a id="([^"]+)">/g), ([, id]) => id);
    expect(sorted(anchors)).toEqual(sorted(Object.keys(faultTable)));
  });

  test('every document field has an anchor, and every anchor a field', () => {
    const anchors = Array.from(page('document.md').matchAll(/<a id="([^"]+)">/g), ([, id]) => id);
    expect(anchors).toEqual(documentFields.map(({ path }) => path));
  });
});

const sorted = (list: readonly (string | undefined)[]): readonly string[] =>
  list.map(String).toSorted((a, b) => (a < b ? -1 : Number(a > b)));

interface Tree {
  readonly properties?: Readonly<Record<string, Tree>>;
  readonly items?: Tree;
}

const pathsOf = (tree: Tree, prefix: string): string[] =>
  Object.entries(tree.properties ?? {}).flatMap(([name, below]) => [
    `${prefix}${name}`,
    ...pathsOf(below.items ?? below, `${prefix}${name}.`),
  ]);

const allPaths = documentFields.map(({ path }) => path);

describe('derived schemas know the same fields', () => {
  test('JSON Schema', () => {
    expect(pathsOf(documentJsonSchema() as Tree, '')).toEqual(allPaths);
  });

  test('Elasticsearch: strict at every level, and nothing beyond the document but the index-only fields', () => {
    const mapping = elasticsearchMapping();
    expect(pathsOf(mapping, '')).toEqual([...allPaths, ...mapping._meta.indexOnly]);
    const open = JSON.stringify(mapping, (_, value: object) =>
      typeof value === 'object' && value !== null && 'properties' in value && !('dynamic' in value) ? 'OPEN' : value,
    );
    expect(open).not.toContain('OPEN');
    expect(mapping.properties).toMatchObject({
      text: { type: 'text', analyzer: 'standard' },
      tokens: { type: 'text', analyzer: 'whitespace' },
      labels: { type: 'flattened' },
      aspects: { type: 'nested' },
    });
  });

  test('SQLite: a column for each single value, and no column name twice', () => {
    const { columns, lists } = sqliteSchema();
    const single = documentFields.filter(
      ({ many, nestedIn, type }) => !many && nestedIn === undefined && !['object', 'text', 'tokens', 'flattened'].includes(type),
    );
    expect(sorted(columns.map(({ path }) => path))).toEqual(sorted(single.map(({ path }) => path)));
    expect(new Set(columns.map(({ column }) => column.toLowerCase())).size).toBe(columns.length);
    expect(lists.map(({ path }) => path)).toEqual(['aspects', 'topics', 'keywords']);
  });
});
