import type { PlainStep } from '@earshot/engine';
import { ok } from '@earshot/model';
import { htmlToText } from '@earshot/text';
import type { TextLayer } from './text-layer.ts';
import type { RepairedRecord } from './repair-encoding.ts';

export interface Extracted {
  readonly extracted: { readonly layer: TextLayer; readonly repairs: readonly string[] };
}

export type ExtractedRecord = RepairedRecord & Extracted;

const markup = /<[a-z!/]/i;

/** HTML becomes the lines a person sees. HTML in which nothing is readable is no success: it is flagged. */
export const extractText: PlainStep<RepairedRecord, Extracted> = {
  kind: 'plain',
  name: 'extract-text',
  version: '1',
  decide: (record) => {
    const { layer } = record.repaired;
    if (record.body?.format !== 'html' || layer.body === '') return ok({ ...record, extracted: { layer, repairs: [] } });
    const body = htmlToText(layer.body);
    const repairs = body === '' && markup.test(layer.body) ? ['html-without-text'] : [];
    return ok({ ...record, extracted: { layer: { ...layer, body }, repairs } });
  },
};
