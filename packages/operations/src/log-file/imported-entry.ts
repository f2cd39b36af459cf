import type { DeadLetter, Resolution, Topic } from '@earshot/model';
import { readEntry } from '../dead/read-entry.ts';

/** Names of records by their place in the log that a file comes from. */
export interface Places {
  add(topic: string, partition: number, offset: number): void;
  has(topic: Topic, partition: number, offset: number): boolean;
}

export const places = (): Places => {
  const found = new Map<string, Set<number>>();
  return {
    add: (topic, partition, offset) => {
      const key = `${topic}/${partition}`;
      const offsets = found.get(key) ?? new Set();
      found.set(key, offsets.add(offset));
    },
    has: (topic, partition, offset) => found.get(`${topic}/${partition}`)?.has(offset) === true,
  };
};

const isPlace = /^[a-z]+\/\d+\/\d+$/u;
const moved = (id: string, origin: string): string => (isPlace.test(id) ? `${origin}:${id}` : id);

const letterMoved = (letter: DeadLetter, origin: string, died: Places): DeadLetter => {
  const { id, topic, partition, offset, value } = letter;
  if (isPlace.test(id) && value !== '') died.add(topic, partition, offset);
  return { ...letter, id: moved(id, origin) };
};

/**
 * A record of the topic `dead` for another log. A letter's id is a place in its own log, where another record may lie here: it is put behind
 * the name of its log. Notes the places of the originals that live on in their letters.
 */
export const importedEntry = (value: Uint8Array, origin: string, died: Places): Uint8Array => {
  const entry: DeadLetter | Resolution | null = readEntry(value);
  if (entry === null) return value;
  const changed = entry.schema === 'dead/1' ? letterMoved(entry, origin, died) : { ...entry, letter: moved(entry.letter, origin) };
  return Buffer.from(JSON.stringify(changed));
};
