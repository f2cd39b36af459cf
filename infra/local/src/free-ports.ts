import { type Server, createServer } from 'node:net';

const listen = (port: number): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => resolve(server));
  });

const close = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()));

const portOf = (server: Server): number => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a server without a port');
  return address.port;
};

/** That many different ports that nobody listens on. All are held until the last is found. */
export const freePorts = async (count: number): Promise<number[]> => {
  const servers = await Promise.all(Array.from({ length: count }, () => listen(0)));
  const ports = servers.map(portOf);
  await Promise.all(servers.map(close));
  return ports;
};

/** Whether all can be listened on now. */
export const areFree = async (ports: readonly number[]): Promise<boolean> => {
  const tried = await Promise.allSettled(ports.map(listen));
  const held = tried.filter((each) => each.status === 'fulfilled');
  await Promise.all(held.map(({ value }) => close(value)));
  return held.length === ports.length;
};
