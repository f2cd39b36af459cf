import { setTimeout as delay } from 'node:timers/promises';
import { fill } from './fill.ts';
import { smallMessages } from './messages.ts';
import { newPlayer } from './play.ts';
import type { Grounds, Space } from './space.ts';

const lookEveryMs = 50;

export interface Stops {
  readonly backlog: number;
  /** Longest time in which no record of any partition moved on, seconds, after the join and after the kill. */
  readonly join: number;
  readonly kill: number;
  /** Longest time in which one partition with a backlog stood still after the kill, seconds. */
  readonly partition: number;
}

interface Look {
  readonly at: number;
  readonly heads: readonly number[];
}

const longestStop = (looks: readonly Look[], amount: (look: Look) => number, end: number): number => {
  let longest = 0;
  let since = looks[0]?.at ?? 0;
  for (const [place, look] of looks.entries()) {
    const before = looks[place - 1];
    if (before !== undefined && amount(look) > amount(before)) since = look.at;
    longest = Math.max(longest, look.at - since);
    if (amount(look) >= end) break;
  }
  return longest / 1000;
};

/**
 * Longest stand-still over all partitions together, and of the partition that stood longest, seconds.
 * @param ends records of each partition: a partition that is through does not stand still
 */
export const standStill = (looks: readonly Look[], ends: readonly number[]): { readonly all: number; readonly one: number } => ({
  all: longestStop(
    looks,
    ({ heads }) => heads.reduce((sum, head) => sum + head, 0),
    ends.reduce((sum, end) => sum + end, 0),
  ),
  one: Math.max(0, ...ends.map((end, partition) => longestStop(looks, ({ heads }) => heads[partition] ?? 0, end))),
});

const watch = async (space: Space, forMs: number): Promise<readonly Look[]> => {
  const looks: Look[] = [];
  for (const until = performance.now() + forMs; performance.now() < until; ) {
    looks.push({ at: performance.now(), heads: await space.heads('cleaned') });
    await delay(lookEveryMs);
  }
  return looks;
};

/** Two workers clean a backlog; a third joins, then one of the first is killed. Movement is read from the heads of the topic they write. */
export const rebalanceStops = async (grounds: Grounds, backlog: number): Promise<Stops> => {
  const space = await grounds.space('rebalance');
  await fill(space, 'raw', smallMessages(backlog));
  const ends = await space.heads('raw');
  const { topicPrefix } = space;
  const part = { tag: 'worker', stages: ['clean'], from: topicPrefix, to: topicPrefix, memory: `${grounds.name}-rebalance` } as const;
  const players = [newPlayer(), newPlayer(), newPlayer()];
  const [first, second, third] = players;
  try {
    for (const player of [first, third]) {
      await player?.start(part);
      player?.go();
    }
    await space.gathered('raw', 2);
    await watch(space, 5000);
    const joining = watch(space, 10_000);
    await second?.start(part);
    second?.go();
    const join = standStill(await joining, ends);
    const dying = watch(space, 45_000);
    third?.kill();
    const kill = standStill(await dying, ends);
    return { backlog, join: join.all, kill: kill.all, partition: kill.one };
  } finally {
    for (const player of players) player.kill();
  }
};
