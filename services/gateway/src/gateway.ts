import { registry } from '@earshot/connectors';
import multipart from '@fastify/multipart';
import type { Receipts } from '@earshot/model';
import { type ApiKey, type Blobs, type Clock, type GroupName, type Log, type Seen, type Telemetry } from '@earshot/platform';
import type { FastifyInstance } from 'fastify';
import { backlogGate } from './backlog.ts';
import { registerFeedbackRoutes } from './feedback-routes.ts';
import { registerFileRoutes } from './file-routes.ts';

export interface GatewayLimits {
  /** Largest request body, also unfolded, bytes. */
  readonly bodyBytes: number;
  /** Largest file of a form, bytes. */
  readonly fileBytes: number;
  readonly filesPerRequest: number;
  /** Intake stops while processing lags more than this, seconds. */
  readonly backlogSeconds: number;
}

export interface GatewayPorts {
  readonly log: Log;
  readonly blobs: Blobs;
  readonly seen: Seen;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly receipts: Receipts;
}

export interface GatewayDeps extends GatewayPorts {
  readonly limits: GatewayLimits;
  readonly keys: readonly ApiKey[];
  /** Throws 429 while processing is too far behind. */
  gate(): Promise<void>;
}

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
  const deps: GatewayDeps = { ...ports, limits, keys, gate };
  registerFeedbackRoutes(app, keys, deps, registry.web);
  registerFileRoutes(app, keys, deps);
};
