import type { Receipts } from '@earshot/model';
import type { SourceQuota } from './quota.ts';
import type { Blobs, Clock, Log, Seen, Telemetry, Tracing } from '@earshot/platform';

/** Who sends, for its share of the intake. */
export const sourceOf = (caller: string, account: string): string => `${caller}\n${account}`;

export interface GatewayLimits {
  /** Largest request body, also unfolded, bytes. */
  readonly bodyBytes: number;
  /** Largest file of a form, bytes. */
  readonly fileBytes: number;
  readonly filesPerRequest: number;
  /** Intake stops while processing lags more than this, seconds. */
  readonly backlogSeconds: number;
  /** Share of one source, items a second; none without. */
  readonly sourceItemsPerSecond?: number | undefined;
}

export interface GatewayPorts {
  readonly log: Log;
  readonly blobs: Blobs;
  readonly seen: Seen;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly receipts: Receipts;
  readonly tracing?: Tracing;
}

export interface GatewayDeps extends GatewayPorts {
  readonly limits: GatewayLimits;
  /** Throws 429 while processing is too far behind. */
  gate(): Promise<void>;
  readonly quota: SourceQuota;
}
