import { createHash, timingSafeEqual } from 'node:crypto';
import { fault } from '@earshot/model';
import { RequestFault } from './problem.ts';

/** ingest: send feedback, follow receipts. analyst: search, aggregate, export. admin: everything. */
export type KeyRole = 'ingest' | 'analyst' | 'admin';

export interface ApiKey {
  readonly name: string;
  readonly role: KeyRole;
  /** SHA-256 of the key, lower-case hex: the key itself is never kept. */
  readonly sha256: string;
}

/** Who calls: a key's owner, or anybody on a loopback server without keys. */
export interface Caller {
  readonly name: string;
  readonly role: KeyRole;
}

const openCaller: Caller = { name: 'local', role: 'admin' };

const matches = (given: string, sha256: string): boolean =>
  timingSafeEqual(createHash('sha256').update(given).digest(), Buffer.from(sha256, 'hex'));

/**
 * Finds the caller of a request.
 * @param authorization the header `Authorization: Bearer <key>`
 * @throws RequestFault 401 without a known key, 403 when its role does not reach
 */
export const authorise = (keys: readonly ApiKey[], authorization: string | undefined, needed: KeyRole): Caller => {
  if (keys.length === 0) return openCaller;
  const given = /^Bearer (\S+)$/iu.exec(authorization ?? '')?.[1];
  const key = given === undefined ? undefined : keys.find(({ sha256 }) => matches(given, sha256));
  if (key === undefined) {
    throw new RequestFault(fault('err:auth:client:missing-key'), { headers: { 'www-authenticate': 'Bearer realm="earshot"' } });
  }
  if (key.role !== 'admin' && key.role !== needed) {
    throw new RequestFault(fault('err:auth:client:forbidden', { detail: `this call needs the role ${needed}` }));
  }
  return { name: key.name, role: key.role };
};
