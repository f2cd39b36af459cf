import { bundleDashboard } from '@earshot/dashboard';
import type { FastifyInstance } from 'fastify';

const yearSeconds = 31_536_000;

/** Serves the dashboard from memory: hashed assets for ever, the page itself always fresh. */
export const registerDashboard = async (app: FastifyInstance): Promise<void> => {
  for (const { path, contentType, bytes, immutable } of await bundleDashboard()) {
    const url = path === 'index.html' ? '/' : `/${path}`;
    app.get(url, { schema: { hide: true } }, async (_request, reply) =>
      reply
        .type(contentType)
        .header('cache-control', immutable ? `public, max-age=${yearSeconds}, immutable` : 'no-cache')
        .serializer((payload: unknown) => payload as string)
        .send(Buffer.from(bytes)),
    );
  }
};
