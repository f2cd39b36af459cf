import path from 'node:path';
import { type Channel, fault } from '@earshot/model';
import type { Clock } from '@earshot/platform';
import { openCheckpoint } from './checkpoint.ts';
import { importFile, type ImportResult, type Knowledge } from './import-file.ts';
import { openInput, readerOf } from './open-input.ts';
import type { Rejects } from './rejects.ts';
import type { IntakePorts } from './take-in.ts';

/** A file, and what is said of it. */
export interface FileToTake extends Knowledge {
  readonly file: string;
  readonly account: string;
  /** Found by content without. */
  readonly channel?: Channel | undefined;
  readonly format?: string | undefined;
}

export interface TakeFileParts {
  readonly ports: IntakePorts;
  readonly clock: Pick<Clock, 'now'>;
  /** A new receipt. */
  mint(): string;
  readonly rejects: Rejects;
  /** Where the position is kept, so that an interrupted file goes on where it stopped. */
  readonly positions: string;
  onProgress?(read: number, accepted: number): void;
}

/** Takes one file in, read as what it is told or found to be; a file that nobody reads is one reject. */
export const takeFile = async (
  { file, account, channel, format, ...knowledge }: FileToTake,
  { ports, clock, mint, rejects, positions, onProgress = () => undefined }: TakeFileParts,
): Promise<ImportResult> => {
  const input = await openInput(file);
  const reader = readerOf(input.head, path.basename(file), channel, format);
  if (reader === null) {
    await rejects.write([{ tag: 'fault', path: '', fault: fault('err:intake:client:unknown-format') }], file);
    return { accepted: 0, rejected: 1 };
  }
  const meta = { account, receivedAt: new Date(clock.now()).toISOString(), receipt: mint() };
  return importFile(
    { file, input, reader, meta, ...knowledge },
    { ports, checkpoint: await openCheckpoint(positions, file), rejects, onProgress },
  );
};
