import { channels, parseQuery, type Query, sentiments } from '@earshot/model';
import { RequestFault } from '@earshot/platform';
import { z } from 'zod';

const oneOrMore = <V extends string>(values: readonly [V, ...V[]]) =>
  z.preprocess((value) => (typeof value === 'string' ? value.split(',') : value), z.array(z.enum(values))).optional();

/** The filters that search and export share: the query language in `q`, and plain parameters beside it. */
export const filterParameters = {
  q: z.string().max(8192).default('').describe('Query language, see docs/query.md'),
  channel: oneOrMore(channels).describe('email, social, web, hotline; several by comma'),
  sentiment: oneOrMore(sentiments).describe('positive, neutral, negative, mixed; several by comma'),
  topic: z.string().max(128).optional().describe('Taxonomy node, such as delivery.speed'),
  from: z.string().max(64).optional().describe('First moment, ISO 8601'),
  to: z.string().max(64).optional().describe('Moment after the last, ISO 8601'),
};

const filterSchema = z.object(filterParameters);
export type Filters = z.infer<typeof filterSchema>;

/**
 * Parses the query language.
 * @throws RequestFault 422 with the position and what was expected there
 */
export const queryOf = (text: string, now: number): Query => {
  const parsed = parseQuery(text, { now });
  if (parsed.tag === 'query') return parsed.query;
  throw new RequestFault(parsed.fault);
};

const anyOf = (field: string, values: readonly string[] | undefined): readonly Query[] => {
  if (values === undefined || values.length === 0) return [];
  const clauses = values.map((value): Query => ({ op: 'term', field, value }));
  const [only] = clauses;
  return only !== undefined && clauses.length === 1 ? [only] : [{ op: 'or', clauses }];
};

const instant = (text: string, name: string): string => {
  const at = Date.parse(text);
  if (Number.isNaN(at)) {
    throw new RequestFault({
      code: 'err:request:client:invalid-parameter',
      path: `query/${name}`,
      detail: `${name} is no ISO 8601 date, such as 2026-11-24 or 2026-11-24T08:00:00+08:00`,
    });
  }
  return new Date(at).toISOString();
};

const period = ({ from, to }: Filters): readonly Query[] => {
  if (from === undefined && to === undefined) return [];
  const gte = from === undefined ? {} : { gte: instant(from, 'from') };
  const lt = to === undefined ? {} : { lt: instant(to, 'to') };
  return [{ op: 'range', field: '@timestamp', ...gte, ...lt }];
};

/** One tree of the query text and the parameters beside it. */
export const filteredQuery = (filters: Filters, now: number): Query => {
  const clauses = [
    queryOf(filters.q, now),
    ...anyOf('channel', filters.channel),
    ...anyOf('sentiment.label', filters.sentiment),
    ...anyOf('topics', filters.topic === undefined ? undefined : [filters.topic]),
    ...period(filters),
  ].filter(({ op }) => op !== 'all');
  const [first] = clauses;
  if (first === undefined) return { op: 'all' };
  return clauses.length === 1 ? first : { op: 'and', clauses };
};
