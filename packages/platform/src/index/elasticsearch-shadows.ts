import { generationLimit } from '@earshot/model';
import { diffIndexes } from './diff-indexes.ts';
import { carryOver, highestGeneration, versionsIn } from './elasticsearch-carry.ts';
import { blockWrites } from './elasticsearch-generations.ts';
import { aliasOf, listMonths, type Month, monthAliases, sideIndexOf } from './elasticsearch-months.ts';
import { connectServer, type Server } from './elasticsearch-server.ts';
import { type ElasticsearchIndexOptions, openElasticsearchIndex } from './elasticsearch.ts';
import type { Index } from './port.ts';
import type { ShadowIndexes } from './shadow-port.ts';

const form = /^[a-z0-9][a-z0-9-]{0,40}$/u;

interface Opened {
  readonly index: Index;
  readonly prefix: string;
}

/** Removes the indices and templates of earlier shadows, but none that was put in the live one's place. */
const throwAway = async (server: Server, prefix: string, stem: string): Promise<void> => {
  const live = new Set((await listMonths(server, prefix)).map(({ index }) => index));
  const found = (await server.expect({ method: 'GET', path: `/${stem}_*/_alias` })) as object;
  const indices = Object.keys(found).filter((index) => !live.has(index));
  for (const index of indices) await server.expect({ method: 'DELETE', path: `/${index}` });
  await server.call({ method: 'DELETE', path: `/_index_template/${stem}_*` });
  await server.call({ method: 'DELETE', path: `/_component_template/${stem}_*` });
};

const taking = (month: Month, prefix: string): readonly object[] =>
  Object.entries(monthAliases(prefix, month.month)).map(([alias, rest]) => ({ add: { index: month.index, alias, ...rest } }));

const leaving = ({ month, index }: Month, prefix: string): readonly object[] =>
  [aliasOf(prefix, month), prefix].map((alias) => ({ remove: { index, alias } }));

/**
 * Shadows of an index on Elasticsearch: indices under a prefix of their own. `swap` moves the aliases of all months in one step, writes
 * go on; what comes in between is carried over after it.
 */
export const elasticsearchShadows = (options: ElasticsearchIndexOptions): ShadowIndexes => {
  const { prefix, clock } = options;
  const server = connectServer(options);
  const live = openElasticsearchIndex(options);
  const opened = new Map<string, Opened>();
  const shadowOf = (name: string): Opened => {
    const shadow = opened.get(name);
    if (shadow === undefined) throw new RangeError(`there is no shadow ${name}`);
    return shadow;
  };
  const shut = async (name: string): Promise<void> => {
    await opened.get(name)?.index.close();
    opened.delete(name);
  };
  const refresh = async (months: readonly Month[]): Promise<void> => {
    if (months.length > 0) await server.expect({ method: 'POST', path: `/${months.map(({ index }) => index).join(',')}/_refresh` });
  };
  return {
    openShadow: async (name) => {
      if (!form.test(name)) throw new RangeError(`${name} is no name of an index: small letters, digits and hyphens`);
      await shut(name);
      const stem = `${prefix}_${name}`;
      await throwAway(server, prefix, stem);
      const own = `${stem}_${clock.now().toString(36)}`;
      const index = openElasticsearchIndex({ ...options, prefix: own });
      await index.apply();
      opened.set(name, { index, prefix: own });
      return { index, generation: (await highestGeneration(server, prefix, generationLimit)) + 1 };
    },
    diff: async (name, within) => {
      const shadow = shadowOf(name);
      await refresh([...(await listMonths(server, prefix)), ...(await listMonths(server, shadow.prefix))]);
      return diffIndexes(live, shadow.index, within);
    },
    swap: async (name) => {
      const shadow = shadowOf(name);
      const old = await listMonths(server, prefix);
      const names = old.map(({ index }) => index);
      const carried = await carryOver(versionsIn(server, names, sideIndexOf(prefix)), shadow.index);
      // The tombstones of the shadow, for documents that come late.
      await carryOver(versionsIn(server, [], sideIndexOf(shadow.prefix)), live);
      const next = await listMonths(server, shadow.prefix);
      const actions = [
        ...old.flatMap((month) => leaving(month, prefix)),
        ...next.flatMap((month) => [...leaving(month, shadow.prefix), ...taking(month, prefix)]),
      ];
      await server.expect({ method: 'POST', path: '/_aliases', body: { actions } });
      for (const index of names) await blockWrites(server, index);
      const late = await carryOver(versionsIn(server, names, sideIndexOf(prefix)), live);
      for (const index of names) await server.expect({ method: 'DELETE', path: `/${index}` });
      await shut(name);
      await throwAway(server, prefix, `${prefix}_${name}`);
      return { carried: carried + late };
    },
    close: async () => {
      for (const name of opened.keys()) await shut(name);
      await live.close();
      await server.close();
    },
  };
};
