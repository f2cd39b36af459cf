import { mkdir, readdir, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Channel } from '@earshot/model';
import type { Clock } from '@earshot/platform';
import type { ImportResult } from './import-file.ts';
import { rejectFile } from './rejects.ts';
import { takeFile } from './take-file.ts';
import type { IntakePorts } from './take-in.ts';

/** A folder into which others put files: exports of a call centre, mails of a gateway, nightly lists. */
export interface FolderSource {
  readonly path: string;
  /** Mailbox, page, form or line that the files came in by. */
  readonly account: string;
  /** Found by content without. */
  readonly channel?: Channel | undefined;
  readonly format?: string | undefined;
  /** Addresses and names that are ours. */
  readonly own?: readonly string[] | undefined;
}

export interface CollectParts {
  readonly ports: IntakePorts;
  readonly clock: Pick<Clock, 'now'>;
  /** A new receipt. */
  mint(): string;
}

/** Where a source's own bookkeeping lies, in the folder itself: done files, rejects, positions. */
const ownFolder = '.earshot';
/** A file that changed just now may be written still. */
const settleMs = 2000;

const settled = async (folder: string, now: number): Promise<string[]> => {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.')).map(({ name }) => name);
  const found: { readonly name: string; readonly mtimeMs: number }[] = [];
  for (const name of files) {
    const { mtimeMs } = await stat(path.join(folder, name));
    if (now - mtimeMs >= settleMs) found.push({ name, mtimeMs });
  }
  return found.toSorted((a, b) => a.mtimeMs - b.mtimeMs || (a.name < b.name ? -1 : 1)).map(({ name }) => name);
};

const take = (
  name: string,
  { path: folder, account, channel, format, own = [] }: FolderSource,
  parts: CollectParts,
): Promise<ImportResult> => {
  const place = path.join(folder, ownFolder);
  const ours = new Set([account, ...own].map((text) => text.toLowerCase()));
  return takeFile(
    { file: path.join(folder, name), account, channel, format, own: ours },
    { ...parts, rejects: rejectFile(path.join(place, 'rejects.ndjson')), positions: place },
  );
};

/**
 * Takes in the files that lie in a folder, oldest first, and moves each to `.earshot/done` once everything in it is durable. Interrupted
 * at any point it goes on at the next call, and adds nothing twice. What was rejected stands with its reason in `.earshot/rejects.ndjson`.
 * @throws what the file system or the log rejects with: an outage, to be tried again
 */
export const collectFolder = async (source: FolderSource, parts: CollectParts): Promise<ImportResult & { readonly files: number }> => {
  const done = path.join(source.path, ownFolder, 'done');
  await mkdir(done, { recursive: true });
  const names = await settled(source.path, parts.clock.now());
  const total = { files: 0, accepted: 0, rejected: 0 };
  for (const name of names) {
    const { accepted, rejected } = await take(name, source, parts);
    // A name may come again with other content: the time keeps both.
    await rename(path.join(source.path, name), path.join(done, `${parts.clock.now()}-${name}`));
    total.files += 1;
    total.accepted += accepted;
    total.rejected += rejected;
  }
  return total;
};
