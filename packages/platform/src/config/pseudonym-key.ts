import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { asStorageFault, systemCode } from '../storage/fault.ts';
import { Secret } from './secret.ts';

/**
 * The pseudonym key of a data folder, `pseudonym.key`: 256 random bits in hex, mode 0600, made once. Whoever copies the folder copies the
 * key, so that authors keep their pseudonyms. Callers that race get one and the same key.
 * @throws StorageFault when the folder cannot be written
 */
export const pseudonymKeyIn = (dir: string): Secret => {
  const file = path.join(dir, 'pseudonym.key');
  const temporary = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    mkdirSync(dir, { recursive: true });
    try {
      return new Secret(readFileSync(file, 'utf8').trim());
    } catch (error) {
      if (systemCode(error) !== 'ENOENT') throw error;
    }
    const handle = openSync(temporary, 'wx', 0o600);
    try {
      writeSync(handle, `${randomBytes(32).toString('hex')}\n`);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    try {
      // A link never replaces what is there: the first of several callers wins, and the file is whole from the start.
      linkSync(temporary, file);
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error;
    } finally {
      rmSync(temporary, { force: true });
    }
    return new Secret(readFileSync(file, 'utf8').trim());
  } catch (error) {
    throw asStorageFault(error, file);
  }
};
