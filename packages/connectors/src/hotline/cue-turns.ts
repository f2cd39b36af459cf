import type { RawTurn } from '@earshot/model';
import { decodeReferences } from '../reading/decode-references.ts';
import type { Cue } from './cue.ts';

const plain = (markup: string): string =>
  decodeReferences(markup.replace(/<\/?[a-z\d][^<>]*>|<\/>|\{\\[^{}]*\}/gi, ''))
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .trim();

interface Voice {
  readonly speaker: string;
  readonly text: string;
}

/** Parts of a cue by WebVTT voice spans; a part without one has an empty speaker. */
const voicesOf = (payload: string): readonly Voice[] => {
  const voices: Voice[] = [];
  let speaker = '';
  let from = 0;
  const tag = /<(\/v|v(?:\.[^\s<>]+)?(?:[ \t\n]+([^<>]*))?)>/gi;
  const close = (to: number): void => {
    const text = plain(payload.slice(from, to));
    if (text !== '') voices.push({ speaker, text });
  };
  for (let match = tag.exec(payload); match !== null; match = tag.exec(payload)) {
    close(match.index);
    speaker = match[1]?.startsWith('/') === true ? '' : decodeReferences(match[2] ?? '').trim();
    from = tag.lastIndex;
  }
  close(payload.length);
  return voices;
};

const labelled = /^(?:>>\s*)?([\p{L}\p{N}][\p{L}\p{N} .·_()（）'-]{0,39}?)\s*[:：]\s*(?!\/\/)(\S[\s\S]*)$/u;

/** Cues as turns: speakers by voice span, else by a `Name:` that leads several cues (Zoom, hand-made subtitles). */
export const cueTurns = (cues: readonly Cue[]): RawTurn[] => {
  const parts = cues.flatMap((cue) => voicesOf(cue.payload).map((voice) => ({ cue, ...voice })));
  const labels = new Map<string, number>();
  for (const { speaker, text } of parts) {
    const label = speaker === '' ? labelled.exec(text)?.[1] : undefined;
    if (label !== undefined && !/^\d+$/.test(label)) labels.set(label, (labels.get(label) ?? 0) + 1);
  }
  const led = [...labels.values()].reduce((sum, count) => sum + count, 0);
  const usesLabels = led >= 2 && led * 2 >= parts.length;
  let last = '';
  return parts.map(({ cue, speaker, text }) => {
    const times = { startMs: cue.startMs, endMs: cue.endMs };
    const match = usesLabels && speaker === '' ? labelled.exec(text) : null;
    if (match === null) return { speaker: speaker === '' && usesLabels ? last : speaker, ...times, text };
    last = match[1] ?? '';
    return { speaker: last, ...times, text: match[2] ?? '' };
  });
};
