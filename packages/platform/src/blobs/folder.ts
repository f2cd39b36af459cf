import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { asStorageFault, systemCode } from '../storage/fault.ts';
import { BlobMissing, type BlobRef, type Blobs } from './port.ts';
import { syncFolder } from '../storage/sync-folder.ts';

export interface FolderBlobsOptions {
  /** Data folder; the bytes lie under `blobs` in it, as `blobs/ab/cd/<sha256>`. */
  readonly dir: string;
}

const address = /^[0-9a-f]{64}$/u;

/** A place inside `root`, or null for what is no address: nothing else ever becomes a path. */
const placeOf = (root: string, sha256: string): string | null =>
  address.test(sha256) ? path.join(root, sha256.slice(0, 2), sha256.slice(2, 4), sha256) : null;

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

/** Writes and syncs a temporary file. @returns the address of what it holds */
const receive = async (file: string, bytes: AsyncIterable<Uint8Array>): Promise<BlobRef> => {
  const hash = createHash('sha256');
  let size = 0;
  const handle = await open(file, 'wx', 0o600);
  try {
    for await (const chunk of bytes) {
      hash.update(chunk);
      size += chunk.byteLength;
      // writev goes on until everything is written; one write may be short.
      await handle.writev([chunk]);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { sha256: hash.digest('hex'), bytes: size };
};

/** Temporary files of a process that was killed; younger ones may belong to a living one. */
const sweep = async (folder: string): Promise<void> => {
  for (const name of await readdir(folder).catch(() => [])) {
    const pid = Number(name.split('.')[0]);
    if (pid === process.pid) continue;
    try {
      process.kill(pid, 0);
    } catch {
      await rm(path.join(folder, name), { force: true });
    }
  }
};

const missingOr = (error: unknown, sha256: string): unknown =>
  systemCode(error) === 'ENOENT' ? new BlobMissing(sha256) : asStorageFault(error, sha256);

/**
 * Blobs as files named by their SHA-256, in two levels of folders. `put` streams into a temporary file, syncs it and renames it into place,
 * so that an address never shows half a blob. Modes 0600, 0700: the bytes are customers' mail.
 */
export const openFolderBlobs = async ({ dir }: FolderBlobsOptions): Promise<Blobs> => {
  const root = path.join(dir, 'blobs');
  const incoming = path.join(root, 'incoming');
  try {
    await mkdir(incoming, { recursive: true, mode: 0o700 });
    await sweep(incoming);
  } catch (error) {
    throw asStorageFault(error, root);
  }
  return {
    put: async (bytes) => {
      const temporary = path.join(incoming, `${process.pid}.${randomBytes(8).toString('hex')}`);
      try {
        const ref = await receive(temporary, bytes);
        const place = placeOf(root, ref.sha256);
        if (place === null) throw new TypeError('a SHA-256 in hex is always an address');
        if (!(await exists(place))) {
          await mkdir(path.dirname(place), { recursive: true, mode: 0o700 });
          await rename(temporary, place);
        }
        await syncFolder(path.dirname(place));
        return ref;
      } catch (error) {
        throw asStorageFault(error, root);
      } finally {
        await rm(temporary, { force: true }).catch(() => undefined);
      }
    },
    async *get({ sha256 }) {
      const place = placeOf(root, sha256);
      if (place === null) throw new BlobMissing(sha256);
      try {
        for await (const chunk of createReadStream(place)) yield chunk as Uint8Array;
      } catch (error) {
        throw missingOr(error, sha256);
      }
    },
    remove: async ({ sha256 }) => {
      const place = placeOf(root, sha256);
      if (place !== null) await rm(place, { force: true });
    },
  };
};
