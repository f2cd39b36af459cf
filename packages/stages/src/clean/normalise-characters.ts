import type { PlainStep } from '@earshot/engine';
import { ok } from '@earshot/model';
import { normaliseCharacters } from '@earshot/text';
import { mapLayer, type TextLayer } from './text-layer.ts';
import type { OwnRecord } from './strip-quotation.ts';

export interface Tidy {
  readonly tidy: { readonly layer: TextLayer; readonly repairs: readonly string[] };
}

export type TidyRecord = OwnRecord & Tidy;

/** One form of every character: see normaliseCharacters. U+FFFD in the result is flagged. */
export const normaliseCharactersStep: PlainStep<OwnRecord, Tidy> = {
  kind: 'plain',
  name: 'normalise-characters',
  version: '1',
  decide: (record) => {
    const repairs = new Set<string>();
    const layer = mapLayer(record.own.layer, (part) => {
      const { text, lone } = normaliseCharacters(part);
      if (lone) repairs.add('lone-surrogate');
      if (text.includes('\ufffd')) repairs.add('replacement-characters');
      return text;
    });
    return ok({ ...record, tidy: { layer, repairs: [...repairs] } });
  },
};
