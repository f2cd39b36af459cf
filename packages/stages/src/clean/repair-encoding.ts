import type { PlainStep } from '@earshot/engine';
import { ok, type RawRecord } from '@earshot/model';
import { repairMojibake } from '@earshot/text';
import { emptyLayer, mapLayer, type TextLayer } from './text-layer.ts';

export interface Repaired {
  readonly repaired: { readonly layer: TextLayer; readonly repairs: readonly string[] };
}

export type RepairedRecord = RawRecord & Repaired;

const rawLayer = ({ deleted, title = '', body, turns }: RawRecord): TextLayer =>
  deleted ? emptyLayer : { title, body: body?.content ?? '', turns: turns === undefined ? [] : turns.map(({ text }) => text) };

/** Reads text right that was decoded with the wrong charset. A message that its source took back has no text from here on. */
export const repairEncoding: PlainStep<RawRecord, Repaired> = {
  kind: 'plain',
  name: 'repair-encoding',
  version: '1',
  decide: (record) => {
    const repairs = new Set<string>();
    const layer = mapLayer(rawLayer(record), (part) => {
      const { text, repair } = repairMojibake(part);
      if (repair !== undefined) repairs.add(repair);
      return text;
    });
    return ok({ ...record, repaired: { layer, repairs: [...repairs] } });
  },
};
