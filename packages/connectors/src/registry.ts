import type { Connector } from './connector.ts';
import { hotline } from './hotline/index.ts';
import { web } from './web/index.ts';

/** Every connector, one line each; folders and lines are held equal by a test. */
export const registry = {
  hotline,
  web,
} as const satisfies Record<string, Connector>;

export type ConnectorName = keyof typeof registry;
