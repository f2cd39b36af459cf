import { findPersonalData } from './find-personal-data.ts';
import type { PersonalData, PersonalDataType } from './hit.ts';

/** A tag in the redacted text: UTF-16 code units, `end` exclusive. */
export interface RedactedSpan {
  readonly type: PersonalDataType;
  readonly start: number;
  readonly end: number;
}

export interface RedactedText {
  readonly text: string;
  readonly redactions: readonly RedactedSpan[];
}

/** Masking can bring a number and a word together that were apart; more rounds than this only hostile text needs. */
const rounds = 8;

const mask = ({ text, redactions }: RedactedText, hits: readonly PersonalData[]): RedactedText => {
  const parts: string[] = [];
  const spans: RedactedSpan[] = [];
  let at = 0;
  let length = 0;
  let earlier = 0;
  const keepEarlier = (until: number): void => {
    for (let span = redactions[earlier]; span !== undefined && span.start < until; span = redactions[earlier]) {
      if (span.start >= at) spans.push({ type: span.type, start: span.start - at + length, end: span.end - at + length });
      earlier += 1;
    }
  };
  for (const { type, start, end } of hits) {
    keepEarlier(start);
    const tag = `[${type}]`;
    parts.push(text.slice(at, start), tag);
    length += start - at;
    spans.push({ type, start: length, end: length + tag.length });
    length += tag.length;
    at = end;
  }
  keepEarlier(text.length + 1);
  parts.push(text.slice(at));
  return { text: parts.join(''), redactions: spans };
};

/** The text with every piece of personal data replaced by its tag, such as `[phone]`; the spans lie in the new text. Idempotent. */
export const redact = (text: string): RedactedText => {
  let state: RedactedText = { text, redactions: [] };
  for (let round = 0; round < rounds; round += 1) {
    const hits = findPersonalData(state.text);
    if (hits.length === 0) break;
    state = mask(state, hits);
  }
  return state;
};
