import type { Address } from '../address/address.ts';
import type { Span } from '../period/period.ts';
import { joinsByOr } from './tokens.ts';

/** Instants as the query language reads them. */
const iso = (time: number): string => new Date(time).toISOString();

/** All conditions at once; empty conditions fall away, alternatives get their parentheses. */
export const allOf = (...queries: readonly string[]): string => {
  const given = queries.map((query) => query.trim()).filter((query) => query !== '');
  return given.map((query) => (given.length > 1 && joinsByOr(query) ? `(${query})` : query)).join(' ');
};

const within = ({ from, to }: Partial<Span>): string =>
  [from === undefined ? '' : `after:${iso(from)}`, to === undefined ? '' : `before:${iso(to)}`].join(' ');

/** The filters of the page as one query; a span without an end takes in what is still to come. */
export const composeQuery = ({ q, channels }: Pick<Address, 'q' | 'channels'>, span: Partial<Span>): string =>
  allOf(q, channels.map((channel) => `channel:${channel}`).join(' OR '), within(span));
