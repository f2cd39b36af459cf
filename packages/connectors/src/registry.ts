import type { Channel } from '@earshot/model';
import type { Connector } from './connector.ts';
import { email } from './email/index.ts';
import { hotline } from './hotline/index.ts';
import { social } from './social/index.ts';
import { web } from './web/index.ts';

/** Every connector, one line each; folders and lines are held equal by a test. */
export const registry = {
  email,
  hotline,
  social,
  web,
} as const satisfies Record<string, Connector>;

export type ConnectorName = keyof typeof registry;

/** The connector that reads a channel's files; undefined where a channel has none. */
export const connectorOf = (channel: Channel): Connector | undefined =>
  Object.values(registry).find(({ spec }) => spec.channel === channel);
