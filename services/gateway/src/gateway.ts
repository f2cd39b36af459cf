import { registry } from '@earshot/connectors';
import multipart from '@fastify/multipart';
import type { ApiKey, GroupName } from '@earshot/platform';
import type { FastifyInstance } from 'fastify';
import { backlogGate } from './backlog.ts';
import { registerFeedbackRoutes } from './feedback-routes.ts';
import { registerFileRoutes } from './file-routes.ts';
import type { GatewayDeps, GatewayLimits, GatewayPorts } from './gateway-ports.ts';
import { openQuota, sourceQuota } from './quota.ts';

/** Puts the intake calls on an app. */
export const registerGateway = async (
  app: FastifyInstance,
  ports: GatewayPorts,
  options: { readonly limits: GatewayLimits; readonly keys: readonly ApiKey[]; readonly group: GroupName },
): Promise<void> => {
  const { limits, keys, group } = options;
  await app.register(multipart, {
    limits: {
      fileSize: limits.fileBytes,
      files: limits.filesPerRequest,
      fields: 200,
      fieldSize: 262_144,
      parts: 200 + limits.filesPerRequest,
    },
    throwFileSizeLimit: true,
  });
  const gate = backlogGate({ log: ports.log, clock: ports.clock, group, maxSeconds: limits.backlogSeconds });
  const { sourceItemsPerSecond: itemsPerSecond } = limits;
  const quota = itemsPerSecond === undefined ? openQuota : sourceQuota({ clock: ports.clock, itemsPerSecond });
  const deps: GatewayDeps = { ...ports, limits, gate, quota };
  registerFeedbackRoutes(app, keys, deps, registry.web);
  registerFileRoutes(app, keys, deps);
};
