import type { IndexAdmin, ReindexedMonth, ReindexOptions, ReindexReport } from './admin-port.ts';
import { catchUp, type Compared, copyAll, type Copying } from './elasticsearch-copy.ts';
import {
  blockWrites,
  type Generations,
  generationsOf,
  markSettled,
  type Move,
  moveAliases,
  unblockWrites,
} from './elasticsearch-generations.ts';
import { generationIndex, generationOf } from './elasticsearch-months.ts';
import { driftOfElasticsearch, type IndexSettings, renewTemplate } from './elasticsearch-schema.ts';
import type { Server } from './elasticsearch-server.ts';
import { monthMapping } from './elasticsearch-source.ts';
import type { QueryAnalyser } from './port.ts';

interface Administering {
  readonly server: Server;
  readonly prefix: string;
  readonly settings: IndexSettings;
  readonly analyser: QueryAnalyser;
}

// Writers that never rest would be caught up with for ever; what is left goes over after the swap.
const roundsBeforeSwap = 5;

const countOf = async (server: Server, index: string): Promise<number> => {
  await server.expect({ method: 'POST', path: `/${index}/_refresh` });
  const body = { size: 0, track_total_hits: true };
  const found = (await server.expect({ method: 'POST', path: `/${index}/_search`, body })) as { hits: { total: { value: number } } };
  return found.hits.total.value;
};

/** After a swap the old index still may hold what was under way: it takes no more, and the rest goes over. */
const settle = async (copying: Copying, { from, to }: Move): Promise<Compared> => {
  await blockWrites(copying.server, from);
  const first = await catchUp(copying, from, to);
  const second = await catchUp(copying, from, to);
  await markSettled(copying.server, from, true);
  return { ...second, copied: first.copied + second.copied };
};

const unsettled = ({ live, others }: Generations): readonly Move[] =>
  live.flatMap(({ month, index }) =>
    others
      .filter((other) => other.month === month && other.generation < generationOf(index) && !other.settled)
      .map((other) => ({ month, from: other.index, to: index })),
  );

/** The generation of a run that was stopped before its swap, or the next one. */
const targetOf = ({ live, others }: Generations): number => {
  const current = new Map(live.map(({ month, index }) => [month, generationOf(index)]));
  const begun = others.filter(
    ({ month, generation, shape }) => generation > (current.get(month) ?? 0) && shape === monthMapping._meta.shape,
  );
  const highest = Math.max(0, ...current.values(), ...others.map(({ generation }) => generation));
  return begun[0]?.generation ?? highest + 1;
};

/** Makes all the new indices first: as long as one of them is not live, a run is under way. */
const targets = async ({ server, prefix }: Administering, found: Generations): Promise<readonly Move[]> => {
  const generation = targetOf(found);
  const there = new Set(found.others.map(({ index }) => index));
  const moves: Move[] = [];
  for (const { month, index } of found.live) {
    if (generationOf(index) === generation) continue;
    const to = generationIndex(prefix, month, generation);
    if (there.has(to)) await unblockWrites(server, to);
    else await server.expect({ method: 'PUT', path: `/${to}`, body: {} });
    moves.push({ month, from: index, to });
  }
  return moves;
};

const build = async (copying: Copying, { from, to }: Move): Promise<number> => {
  if ((await countOf(copying.server, to)) === 0) await copyAll(copying, from, to);
  let caughtUp = 0;
  for (let round = 0; round < roundsBeforeSwap; round += 1) {
    const { copied } = await catchUp(copying, from, to);
    caughtUp += copied;
    if (copied === 0) break;
  }
  return caughtUp;
};

/** Keeps one generation to go back to. */
const dropOlder = async ({ server, prefix }: Administering): Promise<void> => {
  const { live, others } = await generationsOf(server, prefix);
  for (const { month, index } of live) {
    const older = others.filter((other) => other.month === month && other.generation < generationOf(index) && other.settled);
    for (const { index: old } of older.slice(1)) await server.expect({ method: 'DELETE', path: `/${old}` });
  }
};

const reindex = async (administering: Administering, options: ReindexOptions = {}): Promise<ReindexReport> => {
  const { server, prefix, settings, analyser } = administering;
  const progress = { month: '', copied: 0, total: 0 };
  const onCopied = (count: number): void => {
    progress.copied += count;
    options.onProgress?.({ ...progress });
  };
  const copying: Copying = { server, analyser, batch: options.batch ?? 500, onCopied };
  await renewTemplate(server, prefix, settings);
  let caughtUp = 0;
  for (const move of unsettled(await generationsOf(server, prefix))) caughtUp += (await settle(copying, move)).copied;
  const moves = await targets(administering, await generationsOf(server, prefix));
  for (const { from } of moves) progress.total += await countOf(server, from);
  for (const move of moves) {
    progress.month = move.month;
    caughtUp += await build(copying, move);
  }
  if (moves.length > 0) await moveAliases(server, prefix, moves);
  const months: ReindexedMonth[] = [];
  for (const move of moves) {
    const { copied, documents, tombstones, checksum } = await settle(copying, move);
    caughtUp += copied;
    months.push({ month: move.month, index: move.to, documents, tombstones, checksum });
  }
  await dropOlder(administering);
  return { months, caughtUp };
};

const rollBack = async (administering: Administering): Promise<readonly string[]> => {
  const { server, prefix, analyser } = administering;
  const copying: Copying = { server, analyser, batch: 500, onCopied: () => undefined };
  const { live, others } = await generationsOf(server, prefix);
  const moves = live.flatMap(({ month, index }): Move[] => {
    const before = others.find((other) => other.month === month && other.generation < generationOf(index) && other.settled);
    return before === undefined ? [] : [{ month, from: index, to: before.index }];
  });
  for (const { from, to } of moves) {
    await unblockWrites(server, to);
    await markSettled(server, to, false);
    await catchUp(copying, from, to);
  }
  if (moves.length > 0) await moveAliases(server, prefix, moves);
  for (const { from, to } of moves) {
    await blockWrites(server, from);
    await catchUp(copying, from, to);
  }
  return moves.map(({ to }) => to);
};

export const elasticsearchAdmin = (administering: Administering): IndexAdmin => {
  const { server, prefix } = administering;
  return {
    check: async () => {
      const drift = await driftOfElasticsearch(server, prefix);
      const left = unsettled(await generationsOf(server, prefix));
      return { created: [], drift: [...drift, ...left.map(({ from, to }) => `${from} may hold what ${to} lacks: earshot index reindex`)] };
    },
    reindex: (options) => reindex(administering, options),
    rollBack: () => rollBack(administering),
  };
};
