import { strangeField } from './document-shape.ts';
import { writeDeletes } from './elasticsearch-deletes.ts';
import { writePuts } from './elasticsearch-puts.ts';
import type { Delete, Put, Writing } from './elasticsearch-writing.ts';
import type { ItemOutcome, Versioned } from './port.ts';

// https://www.elastic.co/guide/en/elasticsearch/reference/8.19/mapping-id-field.html
const longestIdBytes = 512;
const putsAtOnce = 1000;
const partsAtOnce = 3;

const refusal = (operation: Versioned): string | undefined => {
  const { id, version } = operation;
  if (!Number.isSafeInteger(version) || version < 0) return `version ${version} is no safe integer`;
  if (id === '' || Buffer.byteLength(id) > longestIdBytes) return `an id has 1 to ${longestIdBytes} bytes`;
  if (operation.tag === 'delete') return Number.isNaN(Date.parse(operation.deletedAt)) ? 'deletedAt is no date' : undefined;
  const { document } = operation;
  if (document.id !== id) return `the document carries the id ${document.id}`;
  if (Number.isNaN(Date.parse(document['@timestamp']))) return '@timestamp is no date';
  const strange = strangeField(document);
  return strange === undefined ? undefined : `documents have no field ${strange}`;
};

interface Numbered {
  readonly place: number;
  readonly operation: Versioned;
}

/** Parts operations so that each part has an id once, and later parts count after earlier ones. */
const wavesOf = (operations: readonly Numbered[]): readonly (readonly Numbered[])[] => {
  const waves: Numbered[][] = [];
  const next = new Map<string, number>();
  for (const one of operations) {
    const at = next.get(one.operation.id) ?? 0;
    next.set(one.operation.id, at + 1);
    (waves[at] ??= []).push(one);
  }
  return waves;
};

/** Some parts are under way at once, so that the server works while answers are read. */
const writePutsInParts = async (writing: Writing, puts: readonly Put[]): Promise<readonly ReadonlyMap<string, ItemOutcome>[]> => {
  const settled: ReadonlyMap<string, ItemOutcome>[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < puts.length) {
      const part = puts.slice(next, next + putsAtOnce);
      next += putsAtOnce;
      settled.push(await writePuts(writing, part));
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: partsAtOnce }, lane));
  for (const result of lanes) if (result.status === 'rejected') throw result.reason;
  return settled;
};

/** Applies operations with one outcome for each. @throws IndexOutage when it is not known what became of them: all can be written again */
export const writeElasticsearch = async (writing: Writing, operations: readonly Versioned[]): Promise<readonly ItemOutcome[]> => {
  const outcomes: ItemOutcome[] = [];
  const fit: Numbered[] = [];
  for (const [place, operation] of operations.entries()) {
    const reason = refusal(operation);
    if (reason === undefined) fit.push({ place, operation });
    else outcomes[place] = { tag: 'reject', reason };
  }
  for (const wave of wavesOf(fit)) {
    const puts = wave.flatMap(({ operation }): Put[] => (operation.tag === 'put' ? [operation] : []));
    const deletes = wave.flatMap(({ operation }): Delete[] => (operation.tag === 'delete' ? [operation] : []));
    const settled = puts.length === 0 ? [] : [...(await writePutsInParts(writing, puts))];
    if (deletes.length > 0) settled.push(await writeDeletes(writing, deletes));
    for (const { place, operation } of wave) {
      const found = settled.find((part) => part.has(operation.id))?.get(operation.id);
      outcomes[place] = found ?? { tag: 'retry', reason: 'no outcome is known' };
    }
  }
  return outcomes;
};
