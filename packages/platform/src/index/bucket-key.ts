/** A key as SQL gives it: a term, or the number of a period or range. */
export type RawKey = string | number;

/** Names a bucket by its keys from the outermost on. */
export const bucketId = (keys: readonly RawKey[]): string => JSON.stringify(keys);
