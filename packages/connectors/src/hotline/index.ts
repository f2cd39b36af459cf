import type { PushConnector } from '../connector.ts';
import { source } from './compose-call.ts';
import { config, type HotlineConfig } from './config.ts';
import { detect } from './detect.ts';
import { ndjson } from './parse-json.ts';
import { parse } from './parse.ts';
import { reply, verify } from './receive.ts';

/** Calls as turns: subtitles, labelled text, JSON transcripts. */
export const hotline = {
  spec: {
    ...source,
    summary: 'Hotline calls as transcripts: WebVTT, SRT, SBV, labelled text, JSON turns',
    formats: ['vtt', 'srt', 'sbv', 'text', 'json', 'ndjson'],
    config,
    guarantees: { stableIds: false, edits: false, deletes: false },
    secrets: [],
  },
  detect,
  parse,
  sequences: { ndjson },
  verify,
  reply,
} as const satisfies PushConnector<HotlineConfig>;
