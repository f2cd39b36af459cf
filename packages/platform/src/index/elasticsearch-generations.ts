import { generationOf, listMonths, type Month, readFilter } from './elasticsearch-months.ts';
import type { Server } from './elasticsearch-server.ts';

/** An index of a month that is not the live one. */
export interface Generation {
  readonly month: string;
  readonly index: string;
  readonly generation: number;
  readonly shape: string;
  /** Everything in it is in the live index too. */
  readonly settled: boolean;
}

export interface Generations {
  readonly live: readonly Month[];
  readonly others: readonly Generation[];
}

interface Meta {
  readonly shape?: string;
  readonly settled?: boolean;
}

const form = /-(\d{4,6}\.\d{2})-g\d+$/;

export const generationsOf = async (server: Server, prefix: string): Promise<Generations> => {
  const live = await listMonths(server, prefix);
  const current = new Set(live.map(({ index }) => index));
  const body = (await server.expect({
    method: 'GET',
    path: `/${encodeURIComponent(`${prefix}-*.*-g*`)}/_mapping`,
    query: { filter_path: '*.mappings._meta' },
  })) as Record<string, { mappings?: { _meta?: Meta } }>;
  const others = Object.entries(body).flatMap(([index, { mappings }]): Generation[] => {
    const month = form.exec(index)?.[1];
    if (month === undefined || current.has(index) || !index.startsWith(`${prefix}-${month}`)) return [];
    const { shape = '', settled = false } = mappings?._meta ?? {};
    return [{ month, index, generation: generationOf(index), shape, settled }];
  });
  return { live, others: others.sort((a, b) => b.generation - a.generation) };
};

export const markSettled = async (server: Server, index: string, settled: boolean): Promise<void> => {
  const body = (await server.expect({ method: 'GET', path: `/${index}/_mapping` })) as Record<string, { mappings?: { _meta?: Meta } }>;
  const meta = body[index]?.mappings?._meta ?? {};
  await server.expect({ method: 'PUT', path: `/${index}/_mapping`, body: { _meta: { ...meta, settled } } });
};

/** Waits for writes under way; later ones are refused, and go to the index that the alias names then. */
export const blockWrites = async (server: Server, index: string): Promise<void> => {
  await server.expect({ method: 'PUT', path: `/${index}/_block/write` });
};

export const unblockWrites = async (server: Server, index: string): Promise<void> => {
  await server.expect({ method: 'PUT', path: `/${index}/_settings`, body: { 'index.blocks.write': null } });
};

export interface Move {
  readonly month: string;
  readonly from: string;
  readonly to: string;
}

/** Lets reads and writes of all these months go to their new indices, in one step. */
export const moveAliases = async (server: Server, prefix: string, moves: readonly Move[]): Promise<void> => {
  const actions = moves.flatMap(({ month, from, to }) => [
    { remove: { index: from, alias: `${prefix}-${month}` } },
    { remove: { index: from, alias: prefix } },
    { add: { index: to, alias: `${prefix}-${month}`, is_write_index: true } },
    { add: { index: to, alias: prefix, filter: readFilter } },
  ]);
  await server.expect({ method: 'POST', path: '/_aliases', body: { actions } });
};
