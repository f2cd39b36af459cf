import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** A process of this machine. `started` tells it from a later one that was given the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly started: string;
}

const bootFile = '/proc/sys/kernel/random/boot_id';

/** Field 3 is the state, field 22 the start in clock ticks since boot; the name in field 2 may hold spaces and brackets. proc_pid_stat(5) */
const fromProc = (pid: number): string | null => {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return null;
  }
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? null : `${readFileSync(bootFile, 'utf8').trim()} ${fields[19]}`;
};

const fromPs = (pid: number): string | null => {
  const { status, stdout } = spawnSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' });
  const said = stdout?.trim() ?? '';
  return status !== 0 || said === '' || said.startsWith('Z') ? null : said.replace(/^\S+\s+/u, '');
};

/** When the process with this number began; null when none runs. One that ended and waits for its parent does not run. */
export const startOf = (pid: number): string | null => (existsSync(bootFile) ? fromProc(pid) : fromPs(pid));

/** Null when it has gone already. */
export const identify = (pid: number): ProcessIdentity | null => {
  const started = startOf(pid);
  return started === null ? null : { pid, started };
};

/** False as well when the number belongs to another process by now. */
export const isAlive = ({ pid, started }: ProcessIdentity): boolean => startOf(pid) === started;
