import type { PlainStep } from '@earshot/engine';
import { ok } from '@earshot/model';
import { detectLanguage, type DetectedLanguage } from '@earshot/text';
import type { TimedRecord } from './resolve-time.ts';

export interface LanguageKnown {
  readonly heard: DetectedLanguage;
}

export type LanguageKnownRecord = TimedRecord & LanguageKnown;

/** Names the language of the message and of its runs. What the source claims counts only where the text tells nothing. */
export const detectLanguageStep: PlainStep<TimedRecord, LanguageKnown> = {
  kind: 'plain',
  name: 'detect-language',
  version: '1',
  decide: (record) => {
    const { text, title = '' } = record.cleaned;
    const found = detectLanguage(text);
    if (found.language !== 'und') return ok({ ...record, heard: found });
    const titled = title === '' ? found.language : detectLanguage(title).language;
    return ok({ ...record, heard: { language: titled, spans: found.spans } });
  },
};
