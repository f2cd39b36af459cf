import { Readable } from 'node:stream';
import { documentFields, type FeedbackDocument } from '@earshot/model';
import { type ApiKey, type Clock, type Index, routesOn } from '@earshot/platform';
import { stringify } from 'csv-stringify';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { filteredQuery, filterParameters } from './search-query.ts';

/** One column for each scalar field, in the order of the definition; lists of words are joined by a vertical bar. */
const columns = documentFields.filter(
  ({ type, nestedIn }) => nestedIn === undefined && !['object', 'nested', 'flattened', 'tokens'].includes(type),
);

const valueAt = (document: FeedbackDocument, path: string): unknown =>
  path.split('.').reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], document);

/** Numbers stay numbers: as text, a negative one would be escaped like a formula. */
const cell = (value: unknown): string | number => {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number') return value;
  if (Array.isArray(value)) return value.join('|');
  return typeof value === 'string' ? value : JSON.stringify(value);
};

async function* csvRows(documents: AsyncIterable<FeedbackDocument>): AsyncGenerator<(string | number)[]> {
  for await (const document of documents) yield columns.map(({ path }) => cell(valueAt(document, path)));
}

async function* lines(documents: AsyncIterable<FeedbackDocument>): AsyncGenerator<string> {
  for await (const document of documents) yield `${JSON.stringify(document)}\n`;
}

/** CSV (RFC 4180) that spreadsheets open as UTF-8 and that cannot start a formula in them. */
export const csvOf = (documents: AsyncIterable<FeedbackDocument>): Readable =>
  Readable.from(csvRows(documents)).pipe(
    stringify({ header: true, columns: columns.map(({ path }) => path), bom: true, escape_formulas: true, record_delimiter: 'windows' }),
  );

/** Every row of a query, streamed in bounded memory. */
export const registerExportRoutes = (app: FastifyInstance, keys: readonly ApiKey[], index: Index, clock: Clock): void => {
  routesOn(
    app,
    keys,
  )({
    method: 'GET',
    url: '/v1/export',
    summary: 'All rows of a query, newest first, as CSV or NDJSON',
    tag: 'search',
    role: 'analyst',
    query: z.object({ ...filterParameters, format: z.enum(['csv', 'ndjson']).default('ndjson') }),
    responses: { 200: 'the rows, as a stream' },
    handle: async ({ query, reply }) => {
      const { format, ...filters } = query;
      const documents = index.scan(filteredQuery(filters, clock.now()));
      const stream = format === 'csv' ? csvOf(documents) : Readable.from(lines(documents));
      return reply
        .type(format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson; charset=utf-8')
        .header('content-disposition', `attachment; filename="earshot.${format}"`)
        .serializer((payload: unknown) => payload as string)
        .send(stream);
    },
  });
};
