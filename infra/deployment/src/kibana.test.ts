import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { elasticsearchMapping, type ElasticsearchProperty } from '@earshot/model';
import type { SavedObject } from './kibana/saved-object.ts';
import { read, root } from './read.ts';

const file = 'infra/kibana/feedback.ndjson';
const lines = read(file).trimEnd().split('\n');
const objects = lines.map((line) => JSON.parse(line) as SavedObject);

const typesOf = (properties: Readonly<Record<string, ElasticsearchProperty>>, parent = '', nested = false): [string, string][] =>
  Object.entries(properties).flatMap(([name, { type, properties: children }]) =>
    children === undefined
      ? [[parent + name, nested ? 'nested' : (type ?? '')]]
      : typesOf(children, `${parent}${name}.`, nested || type === 'nested'),
  );
const fields = new Map(typesOf(elasticsearchMapping().properties));

/** Every value under a member of that name, wherever it stands; strings of JSON are looked into. */
const valuesOf = (value: unknown, member: string): unknown[] => {
  if (typeof value === 'string' && /^[[{]/u.test(value)) return valuesOf(JSON.parse(value), member);
  if (Array.isArray(value)) return value.flatMap((each) => valuesOf(each, member));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => [...(name === member ? [each] : []), ...valuesOf(each, member)]);
};

describe('the saved objects', () => {
  test('have stable ids of their own, which say whose they are', () => {
    expect(objects.length).toBeGreaterThan(8);
    expect(new Set(objects.map(({ type, id }) => `${type} ${id}`)).size).toBe(objects.length);
    for (const { id } of objects) expect(id).toMatch(/^earshot-[a-z-]+$/u);
  });

  test('refer to what the file holds, and to nothing after it', () => {
    const known = new Set<string>();
    for (const { type, id, references } of objects) {
      for (const reference of references) expect(known).toContain(`${reference.type} ${reference.id}`);
      known.add(`${type} ${id}`);
    }
  });

  test('name every reference that they use', () => {
    for (const { attributes, references } of objects) {
      const names = references.map(({ name }) => name);
      for (const name of valuesOf(attributes, 'indexRefName')) expect(names).toContain(name);
      for (const panel of valuesOf(attributes, 'panelRefName')) expect(names.some((name) => name.endsWith(`:${String(panel)}`))).toBe(true);
      for (const layers of valuesOf(attributes, 'layers').filter((each) => !Array.isArray(each))) {
        for (const layer of Object.keys(layers as object)) expect(names).toContain(`indexpattern-datasource-layer-${layer}`);
      }
    }
  });

  test('draw columns that exist', () => {
    for (const { attributes } of objects.filter(({ type }) => type === 'lens')) {
      const columns = new Set(valuesOf(attributes, 'columns').flatMap((each) => Object.keys(each as object)));
      for (const member of ['accessors', 'metrics', 'primaryGroups', 'xAccessor', 'splitAccessor', 'columnOrder', 'columnId']) {
        for (const column of valuesOf(attributes, member).flat()) expect(columns).toContain(column);
      }
    }
  });

  test('ask for fields of the mapping, Lens for none that is text or nested', () => {
    const sources = objects.flatMap(({ attributes }) => valuesOf(attributes, 'sourceField')).filter((field) => field !== '___records___');
    expect(sources.length).toBeGreaterThan(5);
    for (const field of sources) expect(fields.get(String(field))).toMatch(/^(keyword|date|double|long|integer|boolean)$/u);
    const searched = objects.filter(({ type }) => type === 'search');
    for (const { attributes } of searched) {
      for (const column of attributes['columns'] as readonly string[]) expect(fields.has(column)).toBe(true);
    }
    for (const kuery of objects.flatMap(({ attributes }) => valuesOf(attributes, 'query')).filter((each) => typeof each === 'string')) {
      for (const [, field = ''] of kuery.matchAll(/([\w@.]+)\s*(?::|<=|>=)/gu)) expect([field, fields.has(field)]).toEqual([field, true]);
    }
    for (const field of objects.flatMap(({ attributes }) => valuesOf(attributes, 'field')).filter((each) => String(each).includes('.'))) {
      if (field !== 'sentiment.buckets') expect([field, fields.has(String(field))]).toEqual([field, true]);
    }
  });

  test('lie on the dashboard without gaps and overlaps', () => {
    const grids = objects.flatMap(({ attributes }) => valuesOf(attributes, 'gridData')) as { x: number; y: number; w: number; h: number }[];
    const cells = new Set(
      grids.flatMap(({ x, y, w, h }) => Array.from({ length: w * h }, (_, at) => `${x + (at % w)} ${y + Math.floor(at / w)}`)),
    );
    const bottom = Math.max(...grids.map(({ y, h }) => y + h));
    expect(cells.size).toBe(48 * bottom);
    expect(grids.reduce((sum, { w, h }) => sum + w * h, 0)).toBe(48 * bottom);
  });
});

describe('the importer', () => {
  const importInto = async (
    status: number,
    answer: object,
  ): Promise<{ code: number | null; body: string; headers: object; url?: string }> => {
    let body = '';
    let headers = {};
    let url: string | undefined;
    const server = createServer((request, response) => {
      headers = request.headers;
      url = request.url;
      request.setEncoding('utf8');
      request.on('data', (chunk: string) => {
        body += chunk;
      });
      request.on('end', () => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer)));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const child = spawn(process.execPath, [path.join(root, 'infra/kibana/import.ts'), `http://127.0.0.1:${port}`, path.join(root, file)], {
      stdio: 'ignore',
    });
    const [code] = (await once(child, 'exit')) as [number | null];
    server.close();
    return { code, body, headers, ...(url === undefined ? {} : { url }) };
  };

  test('hands the file over as Kibana wants it, over what is there', async () => {
    const { code, body, headers, url } = await importInto(200, { success: true, successCount: objects.length });
    expect(code).toBe(0);
    expect(url).toBe('/api/saved_objects/_import?overwrite=true');
    expect(headers).toMatchObject({ 'kbn-xsrf': expect.any(String), 'content-type': expect.stringMatching(/^multipart\/form-data/u) });
    expect(body).toContain('filename="feedback.ndjson"');
    expect(body.replaceAll('\r\n', '\n')).toContain(read(file).trimEnd());
  });

  test('fails where Kibana refuses all, or a part with status 200', async () => {
    const errors = [{ type: 'lens', id: 'x', error: { type: 'missing_references' } }];
    expect((await importInto(200, { success: false, successCount: 3, errors })).code).toBe(1);
    expect((await importInto(503, {})).code).toBe(1);
  });
});
