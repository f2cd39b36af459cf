import type { IndexedEvent } from '@earshot/model';
import { type ApiKey, type Clock, type LiveFeed, routesOn } from '@earshot/platform';
import type { FastifyInstance } from 'fastify';

/** A client that reads slower than this many bytes behind misses events, and is told how many. */
const maxBufferedBytes = 262_144;
const heartbeatMs = 15_000;

const message = (event: string, data: unknown): string => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

/** The live feed as server-sent events (HTML Living Standard, section 9.2). */
export const registerEventRoutes = (app: FastifyInstance, keys: readonly ApiKey[], feed: LiveFeed, clock: Clock): void => {
  const open = new Set<AbortController>();
  // A stream has no end of its own: without this a closing server would wait for every browser tab.
  app.addHook('preClose', async () => {
    for (const stream of open) stream.abort();
  });
  routesOn(
    app,
    keys,
  )({
    method: 'GET',
    url: '/v1/events',
    summary: 'Server-sent events: `indexed` for each document that became searchable',
    tag: 'search',
    role: 'analyst',
    responses: { 200: 'text/event-stream' },
    handle: async ({ request, reply }) => {
      reply.hijack();
      const { raw } = reply;
      raw.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
      raw.write('retry: 2000\n\n');
      let missed = 0;
      const send = (events: readonly IndexedEvent[]): void => {
        if (raw.writableLength > maxBufferedBytes) {
          missed += events.length;
          return;
        }
        if (missed > 0) raw.write(message('missed', { count: missed }));
        missed = 0;
        raw.write(events.map((event) => message('indexed', event)).join(''));
      };
      const gone = new AbortController();
      open.add(gone);
      const stop = feed.listen(send);
      request.raw.on('close', () => gone.abort());
      while (!gone.signal.aborted) {
        await clock.sleep(heartbeatMs, gone.signal).catch(() => undefined);
        if (!gone.signal.aborted) raw.write(': still here\n\n');
      }
      stop();
      open.delete(gone);
      raw.end();
    },
  });
};
