import type { PushConnector } from '../connector.ts';
import { config, type WebConfig } from './config.ts';
import { detect } from './detect.ts';
import { csv } from './parse-csv.ts';
import { ndjson } from './parse-json.ts';
import { parse } from './parse.ts';
import { reply, verify } from './receive.ts';
import { source } from './read-item.ts';

/** Forms, ratings and review exports: JSON, NDJSON, CSV and forms. */
export const web = {
  spec: {
    ...source,
    summary: 'Web forms, ratings, chat posts and review exports',
    formats: ['json', 'array', 'ndjson', 'csv', 'form', 'json-form', 'multipart'],
    config,
    guarantees: { stableIds: false, edits: true, deletes: true },
    secrets: [],
  },
  detect,
  parse,
  sequences: { ndjson, csv },
  verify,
  reply,
} as const satisfies PushConnector<WebConfig>;
