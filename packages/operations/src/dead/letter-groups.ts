import { type Channel, channels, type DeadLetter } from '@earshot/model';
import type { LetterState } from './letter-columns.ts';

/** Letters of one failure: equal stage, step, code and path. */
export interface LetterGroup {
  readonly fingerprint: string;
  readonly stage: string;
  readonly step: string;
  readonly code: string;
  readonly path?: string;
  readonly counts: Readonly<Record<LetterState, number>>;
  /** Letters by the channel that their headers name. */
  readonly channels: Readonly<Partial<Record<Channel, number>>>;
}

interface Counting extends LetterGroup {
  readonly counts: Record<LetterState, number>;
  readonly channels: Partial<Record<Channel, number>>;
}

export interface LetterGroups {
  readonly all: readonly LetterGroup[];
  /** Counts a letter; gives the number of its group. */
  add(letter: DeadLetter, state: LetterState): number;
  /** A letter of the group went from one state to another. */
  move(group: number, from: LetterState, to: LetterState): void;
}

/** By the envelope alone: a value may be big, and may be unreadable. */
const channelOf = ({ headers }: DeadLetter): Channel | undefined => {
  const name = /^\/channels\/([a-z]+)\//u.exec(headers['ce_source'] ?? '')?.[1];
  return channels.find((channel) => channel === name);
};

export const letterGroups = (): LetterGroups => {
  const all: Counting[] = [];
  const numbers = new Map<string, number>();
  const numberOf = ({ fingerprint, stage, step, code, path }: DeadLetter): number => {
    const known = numbers.get(fingerprint);
    if (known !== undefined) return known;
    const counts = { open: 0, retried: 0, discarded: 0 };
    const number = all.push({ fingerprint, stage, step, code, ...(path === undefined ? {} : { path }), counts, channels: {} }) - 1;
    numbers.set(fingerprint, number);
    return number;
  };
  const count = (group: number, state: LetterState, by: number): void => {
    const counts = all[group]?.counts;
    if (counts !== undefined) counts[state] += by;
  };
  return {
    all,
    add: (letter, state) => {
      const number = numberOf(letter);
      count(number, state, 1);
      const channel = channelOf(letter);
      const group = all[number];
      if (channel !== undefined && group !== undefined) group.channels[channel] = (group.channels[channel] ?? 0) + 1;
      return number;
    },
    move: (group, from, to) => {
      count(group, from, -1);
      count(group, to, 1);
    },
  };
};
