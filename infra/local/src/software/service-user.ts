import { spawnSync } from 'node:child_process';
import { chmodSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const name = 'earshot-engines';

const idOf = (flag: '-u' | '-g'): number | null => {
  const { status, stdout } = spawnSync('id', [flag, name], { encoding: 'utf8' });
  return status === 0 ? Number(stdout.trim()) : null;
};

const known = (): { uid: number; gid: number } | null => {
  const uid = idOf('-u');
  const gid = idOf('-g');
  return uid === null || gid === null ? null : { uid, gid };
};

/** For servers that refuse to run as root: a system account, made when root first asks; undefined for everybody else. */
export const serviceUser = (): { uid: number; gid: number } | undefined => {
  if (process.getuid?.() !== 0) return undefined;
  const before = known();
  if (before !== null) return before;
  const { status, stderr } = spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', name], {
    encoding: 'utf8',
  });
  const after = known();
  if (after === null) throw new Error(`no system account ${name}: useradd ends with ${status}: ${(stderr ?? '').trim()}`);
  return after;
};

/**
 * Lets the account walk through to `folder`: opens what is closed inside the temporary folder.
 * Throws when a folder elsewhere is closed: that one is not ours to open.
 */
export const openToUser = (folder: string): void => {
  for (let at = path.dirname(folder); at !== path.dirname(at); at = path.dirname(at)) {
    const { mode } = statSync(at);
    if ((mode & 0o001) !== 0) continue;
    if (!at.startsWith(`${tmpdir()}${path.sep}`)) throw new Error(`${at} is closed to the account ${name}: give another --folder`);
    chmodSync(at, mode | 0o011);
  }
};
