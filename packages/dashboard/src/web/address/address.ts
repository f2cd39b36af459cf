import type { Channel } from '@earshot/model';

export const channelIds = ['email', 'social', 'web', 'hotline'] as const satisfies readonly Channel[];
export const periodIds = ['24h', '7d', '30d', 'all'] as const;
export const sortIds = ['newest', 'oldest', 'relevance'] as const;

export type PeriodId = (typeof periodIds)[number];
export type SortId = (typeof sortIds)[number];
/** A named period, or a fixed one: ISO instants, `to` exclusive. */
export type PeriodChoice = PeriodId | { readonly from: string; readonly to: string };

/** Everything that a link to this page carries. */
export interface Address {
  /** As typed into the search box. */
  readonly q: string;
  readonly period: PeriodChoice;
  /** Empty: every channel. */
  readonly channels: readonly Channel[];
  /** Query of the number that was opened; empty: the words follow the filters. */
  readonly rows: string;
  readonly sort: SortId;
  /** Document in the drawer. */
  readonly open: string;
}

export const home: Address = { q: '', period: '30d', channels: [], rows: '', sort: 'newest', open: '' };

const instant = (value: string | null): string | undefined => {
  if (value === null) return undefined;
  const time = Date.parse(value);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
};

const periodOf = (params: URLSearchParams): PeriodChoice => {
  const from = instant(params.get('from'));
  const to = instant(params.get('to'));
  if (from !== undefined && to !== undefined && from < to) return { from, to };
  return periodIds.find((id) => id === params.get('period')) ?? home.period;
};

/** Total: a link that was cut or mistyped opens the nearest meaningful page. */
export const parseAddress = (search: string): Address => {
  const params = new URLSearchParams(search);
  const wanted = new Set(params.getAll('channel'));
  return {
    q: params.get('q') ?? '',
    period: periodOf(params),
    channels: channelIds.filter((id) => wanted.has(id)),
    rows: params.get('rows') ?? '',
    sort: sortIds.find((id) => id === params.get('sort')) ?? home.sort,
    open: params.get('open') ?? '',
  };
};

/** The shortest query string that `parseAddress` reads back; empty for the plain page. */
export const formatAddress = (address: Address): string => {
  const params = new URLSearchParams();
  if (address.q !== '') params.set('q', address.q);
  if (typeof address.period === 'object') {
    params.set('from', address.period.from);
    params.set('to', address.period.to);
  } else if (address.period !== home.period) params.set('period', address.period);
  for (const channel of address.channels) params.append('channel', channel);
  if (address.rows !== '') params.set('rows', address.rows);
  if (address.sort !== home.sort) params.set('sort', address.sort);
  if (address.open !== '') params.set('open', address.open);
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
};

/** A change of the filters closes what was opened under the old ones. */
export const withFilters = (address: Address, change: Partial<Pick<Address, 'q' | 'period' | 'channels'>>): Address => ({
  ...address,
  ...change,
  rows: '',
  open: '',
});
