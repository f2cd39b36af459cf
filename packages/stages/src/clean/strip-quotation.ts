import type { PlainStep } from '@earshot/engine';
import { ok } from '@earshot/model';
import { stripQuotation } from '@earshot/text';
import type { TextLayer } from './text-layer.ts';
import type { ExtractedRecord } from './extract-text.ts';

export interface Own {
  readonly own: { readonly layer: TextLayer /** Kinds of what was left out. */; readonly removed: readonly string[] };
}

export type OwnRecord = ExtractedRecord & Own;

const lineEnds = /\r\n?/g;

/** Leaves of a mail what its writer wrote now: no quoted replies, no signature. Other channels quote nothing. */
export const stripQuotationStep: PlainStep<ExtractedRecord, Own> = {
  kind: 'plain',
  name: 'strip-quotation',
  version: '1',
  decide: (record) => {
    const { layer } = record.extracted;
    if (record.channel !== 'email' || layer.body === '') return ok({ ...record, own: { layer, removed: [] } });
    const { text, removed } = stripQuotation(layer.body.replace(lineEnds, '\n'));
    return ok({ ...record, own: { layer: { ...layer, body: text }, removed: [...new Set(removed.map(({ kind }) => kind))] } });
  },
};
