import { type ApiKey, type Clock, type LiveFeed, type Operations, registerOperationRoutes } from '@earshot/platform';
import type { FastifyInstance } from 'fastify';
import { registerAggregateRoutes } from './aggregate-routes.ts';
import { registerDashboard } from './dashboard-routes.ts';
import { type DeadLetterSources, registerDeadLetterRoutes } from './dead-letter-routes.ts';
import { registerEventRoutes } from './event-routes.ts';
import { registerExportRoutes } from './export-routes.ts';
import { type ReceiptSources, registerReceiptRoutes } from './receipt-routes.ts';
import { registerSearchRoutes } from './search-routes.ts';

export interface ApiPorts extends ReceiptSources, DeadLetterSources {
  readonly clock: Clock;
  readonly feed: LiveFeed;
  readonly operations: Operations;
}

/** Puts search, numbers, exports, receipts, the live feed, operations and the dashboard on an app. */
export const registerApi = async (app: FastifyInstance, ports: ApiPorts, keys: readonly ApiKey[]): Promise<void> => {
  registerSearchRoutes(app, keys, ports.index, ports.clock);
  registerAggregateRoutes(app, keys, ports.index, ports.clock);
  registerExportRoutes(app, keys, ports.index, ports.clock);
  registerReceiptRoutes(app, keys, ports);
  registerEventRoutes(app, keys, ports.feed, ports.clock);
  registerDeadLetterRoutes(app, keys, ports);
  registerOperationRoutes(app, keys, ports.operations);
  await registerDashboard(app);
};
