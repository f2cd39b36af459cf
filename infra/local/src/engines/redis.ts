import { mkdirSync } from 'node:fs';
import type { Engine } from '../engine.ts';
import { exchange } from '../exchange.ts';

const port = (ports: readonly number[]): number => ports[0] ?? 0;

/** Redis from the machine's own packages; in memory only, and refusing to evict, as job queues want it. */
export const redis: Engine = {
  tools: ['redis-server'],
  portsPerNode: 1,
  nodesMax: 1,
  prepare: ({ folder }) => {
    mkdirSync(folder, { recursive: true });
    return Promise.resolve();
  },
  launch: ({ folder, ports }) => [
    {
      node: 'redis',
      command: 'redis-server',
      args: [
        ...`--bind 127.0.0.1 --port ${port(ports)} --daemonize no --appendonly no --maxmemory-policy noeviction`.split(' '),
        '--save',
        '',
        '--dir',
        folder,
      ],
    },
  ],
  healthy: async ({ ports }) => {
    const answer = await exchange(port(ports), Buffer.from('PING\r\n'), (received) => received.includes('\r\n'));
    return answer.toString('latin1').startsWith('+PONG');
  },
  environment: ({ ports }) => ({ REDIS_URL: `redis://127.0.0.1:${port(ports)}` }),
};
