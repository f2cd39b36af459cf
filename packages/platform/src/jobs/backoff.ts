/** Longest wait between two attempts, milliseconds. */
const backoffCapMs = 3_600_000;

/** Half to all of the doubled delay, so that jobs which failed together do not come back together. */
export const backoff = (backoffMs: number, attempt: number, random: number): number =>
  Math.round(Math.min(backoffCapMs, backoffMs * 2 ** (attempt - 1)) * (0.5 + random / 2));
