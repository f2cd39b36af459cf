import type { RawRecord } from '@earshot/model';
import { durationOf } from './compose-call.ts';

/** One call as `earshot parse hotline` prints it. */
export const canonicalCall = (record: RawRecord): Record<string, unknown> => {
  const turns = record.turns ?? [];
  return {
    id: record.sourceId,
    turns: turns.map(({ speaker, role, startMs, endMs, text, confidence }) => ({
      speaker,
      role: role ?? null,
      startMs: startMs ?? null,
      endMs: endMs ?? null,
      text,
      confidence: confidence ?? null,
    })),
    durationMs: durationOf(turns),
    language: record.language ?? languageOf(turns.map(({ text }) => text).join('')),
    format: record.labels?.['format'] ?? null,
    rating: record.rating ?? null,
    faults: record.faults,
  };
};

/** Script of the words where the source claims no language: Han letters are zh, Latin ones en, both in numbers mixed. */
const languageOf = (text: string): string => {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const latin = text.match(/[a-z]+/gi)?.length ?? 0;
  if (han + latin === 0) return 'und';
  const share = han / (han + latin);
  return share > 0.8 ? 'zh' : share < 0.2 ? 'en' : 'mixed';
};
