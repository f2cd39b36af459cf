import type { PushConnector } from '../connector.ts';
import { source } from './compose-post.ts';
import { config, type SocialConfig } from './config.ts';
import { detect } from './detect.ts';
import { ndjson, parse } from './parse.ts';
import { reply, verify } from './receive.ts';

/** Posts: X API v2 and v1.1 responses, stream lines, and generic posts of any network. */
export const social = {
  spec: {
    ...source,
    summary: 'Social posts: X API v2 and v1.1 responses, stream lines, generic posts',
    formats: ['x', 'json', 'ndjson'],
    config,
    guarantees: { stableIds: true, edits: true, deletes: true },
    secrets: [],
  },
  detect,
  parse,
  sequences: { ndjson },
  verify,
  reply,
} as const satisfies PushConnector<SocialConfig>;
