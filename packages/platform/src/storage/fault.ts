import { faultTable, type FaultCode } from '@earshot/model';

/** The store under the data folder failed: an outage, not a fault of any record. The message names the way out. */
export class StorageFault extends Error {
  readonly code: FaultCode;

  constructor(code: FaultCode, message: string, cause: unknown) {
    super(`${code}: ${message}`, { cause });
    this.name = 'StorageFault';
    this.code = code;
  }
}

/** Primary result codes, https://www.sqlite.org/rescode.html */
const noRoom = new Set([8 /* READONLY */, 10 /* IOERR */, 13 /* FULL */, 14 /* CANTOPEN */]);
const damaged = new Set([11 /* CORRUPT */, 26 /* NOTADB */]);
const fileCodes = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'ENOTDIR', 'EEXIST', 'EIO', 'EFBIG']);

/** Primary result code of an SQLite error. Errors are known by their shape: `instanceof` fails across realms. */
export const sqliteCode = (error: unknown): number | undefined =>
  typeof error === 'object' && error !== null && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode % 256 : undefined;

/** Code of a system error, such as ENOENT. */
export const systemCode = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

const why = (error: object): string => ('message' in error ? String(error.message) : 'unknown failure');

/** Turns errors of SQLite and the file system that concern the folder into a StorageFault; gives any other error back as it is. */
export const asStorageFault = (error: unknown, place: string): unknown => {
  if (typeof error !== 'object' || error === null || error instanceof StorageFault) return error;
  const code = sqliteCode(error);
  if ((code !== undefined && noRoom.has(code)) || fileCodes.has(systemCode(error) ?? '')) {
    const row = faultTable['err:platform:capacity:disk-full'];
    return new StorageFault('err:platform:capacity:disk-full', `${place}: ${why(error)}. ${row.meaning} ${row.remedy}`, error);
  }
  if (code !== undefined && damaged.has(code)) {
    const remedy = 'Stop Earshot, keep a copy of the file, and restore it from a backup or rename it to start afresh.';
    return new StorageFault('err:platform:platform:internal', `${place} is damaged: ${why(error)}. ${remedy}`, error);
  }
  return error;
};

/** Runs `work`; failures of the store come as StorageFaults that name `place`. */
export const guarded = <T>(place: string, work: () => T): T => {
  try {
    return work();
  } catch (error) {
    throw asStorageFault(error, place);
  }
};
