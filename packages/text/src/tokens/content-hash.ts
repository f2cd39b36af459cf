import { createHash } from 'node:crypto';

/** Short content hash of rule data: the version that provenance names. */
export const contentHash = (...data: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(data)).digest('hex').slice(0, 12);
