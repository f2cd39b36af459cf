import { IndexOutage } from './elasticsearch-faults.ts';
import { errorTypeOf, type Server } from './elasticsearch-server.ts';

/** A month's concrete index, found by its write alias `<prefix>-2026.11`. */
export interface Month {
  readonly month: string;
  readonly alias: string;
  readonly index: string;
}

/** Hides tombstones from every read. */
export const readFilter = { bool: { must_not: [{ exists: { field: 'deletedAt' } }] } };

export const aliasOf = (prefix: string, month: string): string => `${prefix}-${month}`;
export const sideIndexOf = (prefix: string): string => `${prefix}-tombstones`;
export const generationIndex = (prefix: string, month: string, generation: number): string => `${prefix}-${month}-g${generation}`;
export const generationOf = (index: string): number => Number(/-g(\d+)$/.exec(index)?.[1] ?? 0);

/** Month of a moment in UTC, such as 2026.11. */
export const monthOf = (timestamp: string | number): string => {
  const at = new Date(timestamp);
  return `${String(at.getUTCFullYear()).padStart(4, '0')}.${String(at.getUTCMonth() + 1).padStart(2, '0')}`;
};

const monthForm = /^\d{4,6}\.\d{2}$/;

/** The months that are there now, oldest first. @throws IndexOutage */
export const listMonths = async (server: Server, prefix: string): Promise<readonly Month[]> => {
  const { status, body } = await server.call({ method: 'GET', path: `/_alias/${encodeURIComponent(`${prefix}-*`)}` });
  if (status === 404) return [];
  if (status !== 200) throw new IndexOutage(`the list of months was answered ${status} ${errorTypeOf(body) ?? ''}`.trim());
  const months: Month[] = [];
  for (const [index, { aliases }] of Object.entries(body as Record<string, { aliases: Record<string, unknown> }>)) {
    for (const alias of Object.keys(aliases)) {
      const month = alias.slice(prefix.length + 1);
      if (alias.startsWith(`${prefix}-`) && monthForm.test(month)) months.push({ month, alias, index });
    }
  }
  return months.sort((a, b) => (a.month < b.month ? -1 : 1));
};

export const monthAliases = (prefix: string, month: string): Record<string, object> => ({
  [aliasOf(prefix, month)]: { is_write_index: true },
  [prefix]: { filter: readFilter },
});

/** The months as last seen, so that most writes ask nothing. */
export interface Months {
  /** Months of now, never from memory. */
  fresh(): Promise<readonly Month[]>;
  /** Months as last seen. */
  known(): Promise<readonly Month[]>;
  /** Makes the indices of these months where they are not there yet. @returns what keeps a month from being made, by month */
  ensure(months: Iterable<string>): Promise<ReadonlyMap<string, { readonly status: number; readonly type?: string }>>;
}

export const monthsOf = (server: Server, prefix: string): Months => {
  let seen: readonly Month[] | undefined;
  const fresh = async (): Promise<readonly Month[]> => (seen = await listMonths(server, prefix));
  const known = async (): Promise<readonly Month[]> => seen ?? fresh();
  return {
    fresh,
    known,
    ensure: async (wanted) => {
      const refused = new Map<string, { status: number; type?: string }>();
      const missing = async (list: readonly Month[]): Promise<string[]> => {
        const there = new Set(list.map(({ month }) => month));
        return [...new Set(wanted)].filter((month) => !there.has(month));
      };
      if ((await missing(await known())).length === 0) return refused;
      for (const month of await missing(await fresh())) {
        const path = `/${generationIndex(prefix, month, 1)}`;
        const { status, body } = await server.call({ method: 'PUT', path, body: { aliases: monthAliases(prefix, month) } });
        const type = errorTypeOf(body);
        // Another writer may have been quicker.
        if (status >= 300 && type !== 'resource_already_exists_exception')
          refused.set(month, type === undefined ? { status } : { status, type });
      }
      await fresh();
      return refused;
    },
  };
};
