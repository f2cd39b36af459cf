import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { documentFields, fieldAt, normaliseQuery, parseQuery, printQuery, type Query, type Scalar } from '../index.ts';

const now = Date.parse('2026-11-24T08:00:00.000Z');
const term = (field: string, value: Scalar): Query => ({ op: 'term', field, value });
const words = (text: string): Query => ({ op: 'words', text });
const phrase = (text: string): Query => ({ op: 'phrase', text });
const and = (...clauses: Query[]): Query => ({ op: 'and', clauses });
const or = (...clauses: Query[]): Query => ({ op: 'or', clauses });
const not = (clause: Query): Query => ({ op: 'not', clause });
const range = (field: string, bounds: object): Query => ({ op: 'range', field, ...bounds });
const nested = (path: string, clause: Query): Query => ({ op: 'nested', path, clause });

const queryOf = (text: string): Query => {
  const parsed = parseQuery(text, { now });
  if (parsed.tag === 'fault') throw new Error(parsed.fault.detail);
  return parsed.query;
};

const day = { gte: '2026-11-24T00:00:00.000Z', lt: '2026-11-25T00:00:00.000Z' };

describe('the query language means what docs/query.md says', () => {
  test.each<[string, Query]>([
    ['', { op: 'all' }],
    ['*', { op: 'all' }],
    ['快递 太慢', words('快递 太慢')],
    ['delivery　slow', words('delivery slow')],
    ['"not acceptable"', phrase('not acceptable')],
    ['“太慢了”', phrase('太慢了')],
    ['「太慢了」', phrase('太慢了')],
    ['"a \\"quoted\\" word"', phrase('a "quoted" word')],
    ['太慢 OR refund late', or(words('太慢'), words('refund late'))],
    ['太慢 AND NOT 退款', and(words('太慢'), not(words('退款')))],
    ['太慢 -退款', and(words('太慢'), not(words('退款')))],
    ['+slow -(refund OR 退款)', and(words('slow'), not(or(words('refund'), words('退款'))))],
    ['（太慢 OR slow） 客服', and(or(words('太慢'), words('slow')), words('客服'))],
    ['NOT a b', and(not(words('a')), words('b'))],
    ['well-known 10:30', words('well-known 10:30')],
    ['\\AND \\-x a\\:b', words('AND -x a:b')],
    ['客服：很慢', words('客服：很慢')],
    ['see https://example.com/a', words('see https://example.com/a')],
    ['channel:email', term('channel', 'email')],
    ['channel：EMAIL', term('channel', 'email')],
    ['sentiment:negative', term('sentiment.label', 'negative')],
    ['spam:true empty:no', and(term('quality.spam', true), term('quality.empty', false))],
    ['rating:5', term('rating.value', 5)],
    ['rating:>=4', range('rating.value', { gte: 4 })],
    ['score:[0.2 TO 0.5}', range('rating.normalised', { gte: 0.2, lt: 0.5 })],
    ['sentiment.score:{-1 TO *]', range('sentiment.score', { gt: -1 })],
    ['topic:(delivery OR 退款)', or(term('topics', 'delivery'), term('topics', '退款'))],
    ['keyword:"快递 太慢"', term('keywords', '快递 太慢')],
    ['topic:deliv*', { op: 'prefix', field: 'topics', value: 'deliv' }],
    ['title:*', { op: 'exists', field: 'title' }],
    ['case:*', { op: 'exists', field: 'case' }],
    ['aspect:delivery.speed', nested('aspects', term('aspects.category', 'delivery.speed'))],
    [
      'aspects:(category:delivery.speed sentiment:negative)',
      nested('aspects', and(term('aspects.category', 'delivery.speed'), term('aspects.sentiment', 'negative'))),
    ],
    ['labels.门店:"朝阳 一店"', term('labels.门店', '朝阳 一店')],
    ['@timestamp:2026-11-24', range('@timestamp', day)],
    ['@timestamp:[2026-11-24 TO 2026-11-24]', range('@timestamp', day)],
    ['after:2026-11-24', range('@timestamp', { gte: day.gte })],
    ['before:2026-11', range('@timestamp', { lt: '2026-11-01T00:00:00.000Z' })],
    ['after:now-7d', range('@timestamp', { gte: '2026-11-17T08:00:00.000Z' })],
    ['receivedAt:>2026-11-24', range('receivedAt', { gte: day.lt })],
    ['receivedAt:<=2026-11-24T10:00:00+08:00', range('receivedAt', { lte: '2026-11-24T02:00:00.000Z' })],
  ])('%s', (text, expected) => {
    expect(queryOf(text)).toEqual(expected);
  });
});

const manual = readFileSync(new URL('../../../../docs/query.md', import.meta.url), 'utf8');
const examples = Array.from(manual.matchAll(/```query\n([^`]+)```/g), ([, lines = '']) => lines.trim().split('\n')).flat();

test.each(examples)('docs/query.md: %s parses', (example) => {
  expect(parseQuery(example, { now })).toMatchObject({ tag: 'query' });
});

describe('a text that does not parse says where and what was expected', () => {
  test.each<[string, string, number, string]>([
    ['(太慢', 'err:query:client:syntax', 3, 'closing parenthesis'],
    ['太慢)', 'err:query:client:syntax', 2, 'end of the query'],
    ['"太慢', 'err:query:client:syntax', 0, 'closing quote'],
    ['slow OR', 'err:query:client:syntax', 7, 'a word'],
    ['OR slow', 'err:query:client:syntax', 0, 'a word'],
    ['rating:many', 'err:query:client:syntax', 7, 'a number'],
    ['rating:[1 5]', 'err:query:client:syntax', 10, 'TO'],
    ['channel:fax', 'err:query:client:syntax', 8, 'email, social, web, hotline'],
    ['text:slow', 'err:query:client:syntax', 5, 'bare words'],
    ['after:soon', 'err:query:client:syntax', 6, '2026-11-24'],
    ['@timestamp:2026-02-30', 'err:query:client:syntax', 11, 'a date'],
    ['aspects:(太慢)', 'err:query:client:syntax', 9, 'a field of aspects'],
    ['slow sentimnt:negative', 'err:query:client:unknown-field', 5, 'sentiment'],
    ['aspects:(categry:x)', 'err:query:client:unknown-field', 9, 'aspects.category'],
    [`${'('.repeat(40)}a${')'.repeat(40)}`, 'err:query:client:syntax', 33, 'levels'],
    ['慢'.repeat(8193), 'err:query:client:syntax', 8192, '8192'],
  ])('fault %#', (text, code, position, expected) => {
    const parsed = parseQuery(text, { now });
    expect(parsed).toMatchObject({ tag: 'fault', position, fault: { code } });
    expect(parsed.tag === 'fault' && parsed.expected).toContain(expected);
  });
});

const word = fc.oneof(
  fc.constantFrom('太慢', '退款', 'slow', "don't", 'AND', 'TO', '-x', '+', 'a:b', '(', '“', '\\', '*', '快*', '👍', 'é'),
  fc.string({ minLength: 1, maxLength: 6, unit: 'binary' }).filter((text) => /^\S+$/.test(text)),
);
const text = fc.array(word, { minLength: 1, maxLength: 3 }).map((list) => list.join(' '));
const isoDate = fc.integer({ min: 0, max: 4e12 }).map((at) => new Date(at).toISOString());

const leaves = [...documentFields.filter(({ type }) => type !== 'object').map(({ path }) => path), 'labels.门 店', 'labels.a:b(c)'].map(
  (path) => fieldAt(path) ?? { path, type: 'keyword' as const },
);

const valueOf = (type: string, values: readonly string[] | undefined): fc.Arbitrary<Scalar> => {
  if (values !== undefined) return fc.constantFrom(...values);
  if (type === 'boolean') return fc.boolean();
  if (type === 'date') return isoDate;
  return type === 'keyword' ? fc.string({ maxLength: 8, unit: 'binary' }) : fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9 });
};

const onField = ({ path, type, nestedIn, values }: (typeof leaves)[number]): fc.Arbitrary<Query> => {
  const exists = fc.constant<Query>({ op: 'exists', field: path });
  const value = valueOf(type, values).map((v) => (v === 0 ? 0 : v));
  const shapes: fc.Arbitrary<Query>[] = ['text', 'tokens', 'nested', 'flattened'].includes(type) ? [] : [value.map((v) => term(path, v))];
  if (shapes.length > 0 && type !== 'boolean') {
    const bounds = fc.tuple(fc.constantFrom('gte', 'gt', 'x'), value, fc.constantFrom('lte', 'lt', 'x'), value);
    shapes.push(bounds.map(([a, from, b, to]) => range(path, { ...(a === 'x' ? {} : { [a]: from }), ...(b === 'x' ? {} : { [b]: to }) })));
  }
  if (type === 'keyword') shapes.push(fc.string({ maxLength: 6, unit: 'binary' }).map((v) => ({ op: 'prefix', field: path, value: v })));
  const plain = fc.oneof(exists, ...shapes);
  return nestedIn === undefined ? plain : plain.map((clause) => nested(nestedIn, clause));
};

const anyField = fc.constantFrom(...leaves).chain(onField);
const inAspects = fc.constantFrom(...leaves.filter(({ nestedIn }) => nestedIn === 'aspects')).chain(onField);
const bareAspect = inAspects.map((query) => (query.op === 'nested' ? query.clause : query));

const anyQuery = fc.letrec<{ query: Query }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    text.map(words),
    text.map(phrase),
    anyField,
    fc.constant<Query>({ op: 'all' }),
    fc.array(tie('query'), { maxLength: 3 }).map((clauses) => and(...clauses)),
    fc.array(tie('query'), { maxLength: 3 }).map((clauses) => or(...clauses)),
    tie('query').map(not),
    fc.array(bareAspect, { minLength: 1, maxLength: 3 }).map((clauses) => nested('aspects', and(...clauses))),
  ),
})).query;

describe('printing and parsing', () => {
  test('a printed query parses to the same condition', () => {
    fc.assert(
      fc.property(anyQuery, (query) => {
        expect(queryOf(printQuery(query))).toEqual(normaliseQuery(query));
      }),
      { numRuns: 1000 },
    );
  });

  test('the normal form is its own normal form', () => {
    fc.assert(
      fc.property(anyQuery, (query) => {
        const once = normaliseQuery(query);
        expect(normaliseQuery(once)).toEqual(once);
      }),
    );
  });

  test('no text makes the parser throw, and a fault stands inside the text', () => {
    const piece = fc.oneof(word, fc.constantFrom(' ', '(', ')', '"', 'OR', 'NOT ', 'rating:', 'aspects:(', '[', ' TO ', '>=', '\\', '：'));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const given = pieces.join('');
        const parsed = parseQuery(given, { now });
        if (parsed.tag === 'query') expect(queryOf(printQuery(parsed.query))).toEqual(parsed.query);
        else expect(parsed.position >= 0 && parsed.position <= given.length).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
