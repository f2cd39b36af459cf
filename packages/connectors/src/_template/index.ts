import type { PushConnector } from '../connector.ts';
import { config, type TemplateConfig } from './config.ts';
import { detect, parse, source } from './parse.ts';
import { reply, verify } from './receive.ts';

/** Copy this folder, rename `template`, and say here what the connector reads. */
export const template = {
  spec: {
    ...source,
    summary: 'Notes as a JSON array of {id, text, at}',
    formats: ['notes'],
    config,
    guarantees: { stableIds: true, edits: false, deletes: false },
    secrets: [],
  },
  detect,
  parse,
  verify,
  reply,
} as const satisfies PushConnector<TemplateConfig>;
