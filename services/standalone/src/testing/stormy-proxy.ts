import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A way to a server that can be made to refuse. */
export interface StormyProxy {
  readonly url: string;
  /** Share of the requests that are answered 429, 0 to 1. */
  storm(share: number): void;
  /** Requests refused so far. */
  refused(): number;
  close(): Promise<void>;
}

/** Passes requests on as they are; in a storm it answers for the server, as one does that has too much to do. */
export const stormyProxy = async (target: string, chance: () => number): Promise<StormyProxy> => {
  const { hostname, port } = new URL(target);
  let share = 0;
  let refused = 0;
  const server: Server = createServer((incoming, outgoing) => {
    if (chance() < share) {
      refused += 1;
      incoming.resume();
      outgoing.writeHead(429, { 'content-type': 'application/json', 'x-elastic-product': 'Elasticsearch' });
      outgoing.end('{"error":{"type":"es_rejected_execution_exception","reason":"storm"},"status":429}');
      return;
    }
    const { method, url, headers } = incoming;
    const onward = request({ hostname, port, method, path: url, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    storm: (next) => {
      share = next;
    },
    refused: () => refused,
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
};
