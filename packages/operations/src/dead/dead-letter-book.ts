import type { DeadLetter, Resolution } from '@earshot/model';
import type { Log, LogRecord, Offset, Partition } from '@earshot/platform';
import { type LetterColumns, letterColumns } from './letter-columns.ts';
import { type LetterGroup, letterGroups } from './letter-groups.ts';
import { readEntry } from './read-entry.ts';

/** What the operations need of the log. */
export type DeadLetterLog = Pick<Log, 'append' | 'read' | 'scan'>;

/** The state of all dead letters: a fold of the topic `dead`, which goes on where it stopped. */
export interface DeadLetterBook {
  readonly log: DeadLetterLog;
  readonly letters: LetterColumns;
  readonly groups: readonly LetterGroup[];
  /** Takes in what was appended since; calls at the same time share the work. */
  refresh(): Promise<void>;
  /** The letter as it stands in the log; null where there is none, or retention took it. */
  read(row: number): Promise<DeadLetter | null>;
}

export interface BookOptions {
  /** Told every letter that comes in, once for each id. */
  onLetter?(row: number, letter: DeadLetter): void;
}

/** The fold does not rely on a letter coming before its resolution: a partition may have been added between them. */
export const openDeadLetterBook = (log: DeadLetterLog, { onLetter }: BookOptions = {}): DeadLetterBook => {
  const letters = letterColumns();
  const groups = letterGroups();
  const positions = new Map<Partition, Offset>();

  const takeLetter = (letter: DeadLetter, { partition, offset }: LogRecord): void => {
    const row = letters.rowOf(letter.id);
    const { state, group } = letters.get(row);
    // A redelivered original dies under the same id: one letter, whose first copy counts.
    if (group !== null) return;
    letters.place(row, { group: groups.add(letter, state), failedAt: Date.parse(letter.failedAt), partition, offset });
    onLetter?.(row, letter);
  };

  const takeResolution = ({ letter, action }: Resolution): void => {
    const row = letters.rowOf(letter);
    const { state, group } = letters.get(row);
    if (state !== 'open') return;
    letters.resolve(row, action);
    if (group !== null) groups.move(group, state, action);
  };

  const catchUp = async (): Promise<void> => {
    for await (const record of log.scan('dead', positions)) {
      const entry = readEntry(record.value);
      if (entry?.schema === 'dead/1') takeLetter(entry, record);
      else if (entry !== null) takeResolution(entry);
      positions.set(record.partition, record.offset + 1);
    }
  };

  let running: Promise<void> | null = null;
  let waiting: Promise<void> | null = null;
  const start = (): Promise<void> => {
    running = catchUp().finally(() => {
      running = null;
    });
    return running;
  };

  return {
    log,
    letters,
    groups: groups.all,
    refresh: () => {
      if (running === null) return start();
      // The running scan may have passed what the caller means: one more follows it, for all who wait.
      waiting ??= running
        .catch(() => undefined)
        .then(() => {
          waiting = null;
          return start();
        });
      return waiting;
    },
    read: async (row) => {
      const { group, partition, offset } = letters.get(row);
      if (group === null) return null;
      const record = await log.read('dead', partition, offset);
      const entry = record === null ? null : readEntry(record.value);
      return entry?.schema === 'dead/1' ? entry : null;
    },
  };
};
