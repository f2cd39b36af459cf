import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { addresses } from './space.ts';

export type Server = 'kafka' | 'elasticsearch' | 'redis';

const portOf = (address: string): number => Number(/:(\d+)/u.exec(address.replace(/^\w+:\/\//u, ''))?.[1]);
const ports: Readonly<Record<Server, number>> = {
  kafka: portOf(addresses.kafka),
  elasticsearch: portOf(addresses.elasticsearch),
  redis: portOf(addresses.redis),
};
const ticksPerSecond = 100;
const listening = '0A';

const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

const entries = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};

/** Inodes of listening sockets by port: proc(5), /proc/net/tcp. */
const socketsOf = (): ReadonlyMap<string, number> =>
  new Map(
    ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) =>
      read(file)
        .split('\n')
        .flatMap((line): [string, number][] => {
          const fields = line.trim().split(/\s+/u);
          if (fields[3] !== listening) return [];
          return [[`socket:[${fields[9]}]`, Number.parseInt(fields[1]?.split(':')[1] ?? '0', 16)]];
        }),
    ),
  );

const linkOf = (file: string): string => {
  try {
    return readlinkSync(file);
  } catch {
    return '';
  }
};

let pids: ReadonlyMap<Server, string> | undefined;
const findServers = (): ReadonlyMap<Server, string> => {
  const sockets = socketsOf();
  const found = new Map<Server, string>();
  for (const pid of entries('/proc').filter((name) => /^\d+$/u.test(name))) {
    for (const descriptor of entries(`/proc/${pid}/fd`)) {
      const port = sockets.get(linkOf(`/proc/${pid}/fd/${descriptor}`));
      for (const [name, wanted] of Object.entries(ports) as [Server, number][]) if (port === wanted) found.set(name, pid);
    }
  }
  return found;
};

/** Processor seconds that each server has used so far; without those that run elsewhere, or where there is no /proc. */
export const serverSeconds = (): ReadonlyMap<Server, number> =>
  new Map(
    [...(pids ??= findServers())].map(([name, pid]) => {
      const fields = read(`/proc/${pid}/stat`).split(') ')[1]?.split(' ') ?? [];
      return [name, (Number(fields[11]) + Number(fields[12])) / ticksPerSecond];
    }),
  );

/** Microseconds of processor time a record between two looks. */
export const microsPerRecord = (
  from: ReadonlyMap<Server, number>,
  to: ReadonlyMap<Server, number>,
  records: number,
): Readonly<Partial<Record<Server, number>>> =>
  Object.fromEntries([...to].map(([name, seconds]) => [name, ((seconds - (from.get(name) ?? seconds)) * 1e6) / records]));
