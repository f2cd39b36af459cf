import type { PushConnector } from '../connector.ts';
import { source } from './compose-mail.ts';
import { config, type EmailConfig } from './config.ts';
import { detect } from './detect.ts';
import { mbox, parse } from './parse.ts';
import { reply, verify } from './receive.ts';

/** Mail: single messages and mbox files. */
export const email = {
  spec: {
    ...source,
    summary: 'Mail: .eml messages and .mbox files, with attachments and threads',
    formats: ['eml', 'mbox'],
    config,
    guarantees: { stableIds: true, edits: false, deletes: false },
    secrets: [],
  },
  detect,
  parse,
  sequences: { mbox },
  verify,
  reply,
} as const satisfies PushConnector<EmailConfig>;
