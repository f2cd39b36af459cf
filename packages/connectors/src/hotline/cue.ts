import type { Fault } from '@earshot/model';

/** A subtitle cue: milliseconds from the start of the recording, payload with its markup. */
export interface Cue {
  readonly id: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly payload: string;
}

export interface CueFile {
  readonly cues: readonly Cue[];
  readonly faults: readonly Fault[];
}

/** Flags a part that was passed over. */
export const passedOver = (line: number, detail: string): Fault => ({
  code: 'err:intake:client:malformed-markup',
  path: `row ${line}`,
  detail,
});

/** One flag for each reason is enough for a file in which everything is broken. */
export const maxFaults = 20;
