import type { Partition } from './port.ts';

export interface Held {
  readonly partition: Partition;
  /** Member that works on it now. */
  readonly owner: string | null;
  /** Member that shall work on it next. */
  readonly wanted: string | null;
}

/**
 * Who shall hold which partition: shares differ by one at most, and as few partitions move as possible. Pure and stable: every member
 * computes the same plan from the same rows, and a plan that was carried out stays. `members` are the living ones; none gives nulls.
 */
export const assign = (members: readonly string[], held: readonly Held[]): ReadonlyMap<Partition, string | null> => {
  const plan = new Map<Partition, string | null>();
  if (members.length === 0) {
    for (const { partition } of held) plan.set(partition, null);
    return plan;
  }
  const sorted = [...members].sort();
  const base = Math.floor(held.length / sorted.length);
  let spare = held.length % sorted.length;
  const counts = new Map(sorted.map((member) => [member, 0]));
  const take = (member: string): boolean => {
    const count = counts.get(member);
    if (count === undefined || count > base || (count === base && spare === 0)) return false;
    if (count === base) spare -= 1;
    counts.set(member, count + 1);
    return true;
  };
  const homeless: Partition[] = [];
  for (const { partition, owner, wanted } of held) {
    const keeper = [wanted, owner].find((member) => member !== null && counts.has(member)) ?? null;
    if (keeper !== null && take(keeper)) plan.set(partition, keeper);
    else homeless.push(partition);
  }
  for (const partition of homeless) {
    const poorest = sorted.reduce((best, member) => ((counts.get(member) ?? 0) < (counts.get(best) ?? 0) ? member : best));
    take(poorest);
    plan.set(partition, poorest);
  }
  return plan;
};
