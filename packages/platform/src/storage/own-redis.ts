import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';

/** A Redis of the test's own, without persistence, that may be broken. */
export interface OwnRedis {
  readonly url: string;
  /** Kills it; everything it kept is lost. */
  halt(): Promise<void>;
  /** Starts it again on the same port; settles when it accepts connections. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

/** Needs `redis-server` on the path, which is there wherever infra/local started one. */
export const ownRedis = async (...settings: readonly string[]): Promise<OwnRedis> => {
  const port = await freePort();
  let child: ChildProcess | undefined;
  const halt = async (): Promise<void> => {
    if (child === undefined) return;
    const ended = new Promise((resolve) => child?.once('close', resolve));
    child.kill('SIGKILL');
    child = undefined;
    await ended;
  };
  const start = (): Promise<void> =>
    new Promise((resolve, reject) => {
      child = spawn('redis-server', ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', ...settings]);
      child.once('error', reject);
      let said = '';
      child.stdout?.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes('Ready to accept connections')) resolve();
      });
    });
  await start();
  return { url: `redis://127.0.0.1:${port}`, halt, start, stop: halt };
};
