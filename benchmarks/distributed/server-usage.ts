import { readdirSync, readFileSync } from 'node:fs';

/** Servers by a word of their command lines. */
const servers = { kafka: 'kafka.Kafka', elasticsearch: 'org.elasticsearch.server/', redis: 'redis-server' } as const;
export type Server = keyof typeof servers;

const ticksPerSecond = 100;

const commandOf = (pid: string): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
};

/** Processor seconds that each server of this machine has used so far; without those that run elsewhere, or where there is no /proc. */
export const serverSeconds = (): ReadonlyMap<Server, number> => {
  const found = new Map<Server, number>();
  let pids: string[] = [];
  try {
    pids = readdirSync('/proc').filter((name) => /^\d+$/u.test(name));
  } catch {
    return found;
  }
  for (const pid of pids) {
    const command = commandOf(pid);
    for (const [name, word] of Object.entries(servers) as [Server, string][]) {
      if (!command.includes(word) || command.includes('launcher.CliToolLauncher')) continue;
      try {
        const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
        found.set(name, (found.get(name) ?? 0) + (Number(fields[11]) + Number(fields[12])) / ticksPerSecond);
      } catch {
        // Gone meanwhile.
      }
    }
  }
  return found;
};

/** Microseconds of processor time a record between two looks. */
export const microsPerRecord = (
  from: ReadonlyMap<Server, number>,
  to: ReadonlyMap<Server, number>,
  records: number,
): Readonly<Partial<Record<Server, number>>> =>
  Object.fromEntries([...to].map(([name, seconds]) => [name, ((seconds - (from.get(name) ?? seconds)) * 1e6) / records]));
