import type { Sample } from '../connector.ts';
import { roleOfLabel } from './assign-roles.ts';
import { isSbv, isSrt } from './read-srt.ts';
import { isVtt } from './read-vtt.ts';

const hasTurns = (text: string): boolean =>
  /"(?:turns|utterances|dialogue|dialog|segments|original)"\s*:\s*\[/.test(text) ||
  (/"(?:speaker|role)"\s*:/.test(text) && /"(?:text|utterance)"\s*:/.test(text));

const speakerLine = /^\s*(?:[[【(]?[\d:.,\s]+[\])】]?\s*)?([^\s:：\d][^:：\n]{0,30}?)\s*(?:[[【(]?[\d:.]+[\])】]?)?\s*[:：]/u;

const isLabelled = (text: string): boolean => {
  const labels = text
    .slice(0, 8000)
    .split(/\r\n|\n|\r/)
    .map((line) => speakerLine.exec(line)?.[1])
    .filter((label) => label !== undefined && roleOfLabel(label) !== null);
  return labels.length >= 2;
};

/** By content: signature, cue timings, turns in JSON, lines that speakers lead. */
export const detect = ({ text, filename }: Sample): string | null => {
  if (isVtt(text) || filename.endsWith('.vtt')) return 'vtt';
  const body = text.replace(/^\uFEFF/, '').trimStart();
  // A bracket may also open a time: [00:01:02] Agent: …
  if (/^(?:\{|\[\s*[[{"\]])/.test(body)) {
    if (!hasTurns(body)) return null;
    const lines = /^\{[^\n]*\}\r?\n\s*\{/.test(body) || /\.(?:ndjson|jsonl)$/.test(filename);
    return lines ? 'ndjson' : 'json';
  }
  if (filename.endsWith('.srt')) return 'srt';
  if (filename.endsWith('.sbv')) return 'sbv';
  if (isSrt(body)) return 'srt';
  if (isSbv(body)) return 'sbv';
  return isLabelled(body) ? 'text' : null;
};
