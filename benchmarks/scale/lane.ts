/** Messages of one partition that wait, in the order they came, by the tick at which they entered the system. */
export interface Lane {
  readonly waiting: () => number;
  add(origin: number, count: number): void;
  /** Takes up to `count` messages from the head and tells of them. @returns how many there were */
  take(count: number, tell: (origin: number, count: number) => void): number;
}

export const openLane = (): Lane => {
  let origins: number[] = [];
  let counts: number[] = [];
  let head = 0;
  let waiting = 0;
  return {
    waiting: () => waiting,
    add: (origin, count) => {
      if (count === 0) return;
      waiting += count;
      if (origins.length > head && origins.at(-1) === origin) counts[counts.length - 1] = (counts.at(-1) ?? 0) + count;
      else {
        origins.push(origin);
        counts.push(count);
      }
    },
    take: (count, tell) => {
      let left = Math.min(count, waiting);
      const taken = left;
      while (left > 0) {
        const there = counts[head] ?? 0;
        const some = Math.min(there, left);
        tell(origins[head] ?? 0, some);
        left -= some;
        if (some < there) counts[head] = there - some;
        else head += 1;
      }
      waiting -= taken;
      if (head > 1024 && head * 2 > origins.length) {
        origins = origins.slice(head);
        counts = counts.slice(head);
        head = 0;
      }
      return taken;
    },
  };
};
