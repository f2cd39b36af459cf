import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Engine } from '../engine.ts';
import { exchange } from '../exchange.ts';
import { fetchGoProgram, softwareFolder } from '../software/fetch.ts';

/** Versity S3 Gateway (Apache-2.0): the S3 protocol over a folder. */
const software = { name: 'versitygw-1.8.0', program: 'github.com/versity/versitygw/cmd/versitygw@v1.8.0' };

const port = (ports: readonly number[]): number => ports[0] ?? 0;

/** S3 over a folder of this machine; the login is fixed: `earshot`, `earshot-secret`. */
export const s3: Engine = {
  tools: ['go'],
  portsPerNode: 1,
  nodesMax: 1,
  prepare: async ({ folder }) => {
    await fetchGoProgram(software);
    mkdirSync(path.join(folder, 'objects'), { recursive: true });
  },
  launch: ({ folder, ports }) => [
    {
      node: 's3',
      command: path.join(softwareFolder(software), 'versitygw'),
      args: ['--port', `127.0.0.1:${port(ports)}`, 'posix', path.join(folder, 'objects')],
      env: { ROOT_ACCESS_KEY: 'earshot', ROOT_SECRET_KEY: 'earshot-secret' },
    },
  ],
  healthy: async ({ ports }) => {
    const request = `GET / HTTP/1.1\r\nHost: 127.0.0.1:${port(ports)}\r\nConnection: close\r\n\r\n`;
    const answer = await exchange(port(ports), Buffer.from(request), (received) => received.includes('\r\n\r\n'));
    // Without a signature it refuses: it serves.
    return /^HTTP\/1\.1 (?:200|403)/u.test(answer.toString('latin1'));
  },
  environment: ({ ports }) => ({ S3_ENDPOINT: `http://127.0.0.1:${port(ports)}` }),
};
