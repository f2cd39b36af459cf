import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { faultTable } from '@earshot/model';
import type { FastifyInstance } from 'fastify';

/** Serves /openapi.json and /docs; register before the routes that it documents. */
export const registerOpenApi = async (app: FastifyInstance, version: string): Promise<void> => {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Earshot', version, description: 'Customer feedback in, searchable documents out.' },
      components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
      tags: [{ name: 'intake' }, { name: 'search' }, { name: 'operations' }],
    },
  });
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: true });
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
  const rows = Object.entries(faultTable).map(
    ([code, { status, meaning, remedy }]) => `<dt id="${code}"><code>${code}</code> (${status})</dt><dd>${meaning}<br>${remedy}</dd>`,
  );
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Earshot fault codes</title><h1>Fault codes</h1><dl>${rows.join('\n')}</dl></html>`;
  app.get('/docs/faults', { schema: { hide: true } }, async (_request, reply) => reply.type('text/html; charset=utf-8').send(page));
};
