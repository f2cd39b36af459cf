import { appendFile } from 'node:fs/promises';
import type { ParsedItem } from '@earshot/connectors';
import { faultTable } from '@earshot/model';

type Rejected = Extract<ParsedItem, { tag: 'fault' }>;

/** The reject file: one JSON object a line with the reason, the way out, and the original to mend and import again. */
export interface Rejects {
  /** Durable in order before the position moves past the items. */
  write(items: readonly Rejected[], source: string): Promise<void>;
}

const row = (source: string, { path, fault, original }: Rejected): string =>
  JSON.stringify({
    file: source,
    path,
    ...fault,
    meaning: faultTable[fault.code].meaning,
    remedy: faultTable[fault.code].remedy,
    original,
  });

export const rejectFile = (place: string): Rejects => ({
  write: async (items, source) => {
    if (items.length === 0) return;
    await appendFile(place, items.map((item) => `${row(source, item)}\n`).join(''));
  },
});
