import type { Fault } from '@earshot/model';
import { clockMs } from './clock-ms.ts';
import { maxFaults, passedOver, type Cue, type CueFile } from './cue.ts';

const srtTiming = /^\s*((?:\d+:)?\d{1,2}:\d{1,2}(?:[,.:]\d{1,3})?)\s*--?>\s*((?:\d+:)?\d{1,2}:\d{1,2}(?:[,.:]\d{1,3})?)/;
const sbvTiming = /^\s*((?:\d+:)?\d{1,2}:\d{2}\.\d{1,3})\s*,\s*((?:\d+:)?\d{1,2}:\d{2}\.\d{1,3})\s*$/;

const readTiming = (line: string, timing: RegExp): readonly [number, number] | null => {
  const match = timing.exec(line);
  const start = match === null ? null : clockMs(match[1] ?? '');
  const end = match === null ? null : clockMs(match[2] ?? '');
  return start === null || end === null ? null : [start, end];
};

/** Lines of one cue; the counter of the next cue is not its text. */
const payloadOf = (lines: readonly string[]): string => {
  const kept = [...lines];
  while (kept.length > 0 && (kept.at(-1) ?? '').trim() === '') kept.pop();
  return kept.join('\n').replace(/^\n+/, '');
};

// A line that was meant as a timing ends the cue before it, else its text would be glued to that cue.
const meant = /-->|^\s*\d+:\d+:\S*\s*,\s*\d+:\d+:\S*\s*$/;

const readCues = (text: string, timing: RegExp, counted: boolean): CueFile => {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const cues: Cue[] = [];
  const faults: Fault[] = [];
  const flag = (row: number, detail: string): void => {
    if (faults.length < maxFaults) faults.push(passedOver(row, detail));
  };
  const starts: number[] = [];
  lines.forEach((line, index) => {
    if (timing.test(line) || (line.length <= 200 && meant.test(line))) starts.push(index);
  });
  const counterOf = (index: number): string | null => {
    const before = (lines[index - 1] ?? '').trim();
    return counted && index > 0 && /^\d+$/.test(before) ? before : null;
  };
  const leading = lines.slice(0, starts[0] ?? lines.length).filter((line) => line.trim() !== '' && !/^\d+$/.test(line.trim()));
  if (leading.length > 0) flag(1, 'text before the first timing');
  starts.forEach((start, order) => {
    const next = starts[order + 1] ?? lines.length;
    const end = next < lines.length && counterOf(next) !== null ? next - 1 : next;
    const times = readTiming(lines[start] ?? '', timing);
    const payload = payloadOf(lines.slice(start + 1, end));
    if (times === null) flag(start + 1, 'cue timing');
    else if (payload === '') flag(start + 1, 'cue without text');
    else cues.push({ id: counterOf(start) ?? '', startMs: times[0], endMs: times[1], payload });
  });
  return { cues, faults };
};

/** SubRip: a counter, `start --> end` with a comma before the milliseconds, text, a blank line. Tolerant of a missing counter or blank line. */
export const readSrt = (text: string): CueFile => readCues(text, srtTiming, true);

/** YouTube SBV: `start,end`, text, a blank line. */
export const readSbv = (text: string): CueFile => readCues(text, sbvTiming, false);

export const isSrt = (text: string): boolean =>
  text
    .slice(0, 4000)
    .split(/\r\n|\n|\r/)
    .some((line) => srtTiming.test(line));
export const isSbv = (text: string): boolean =>
  text
    .slice(0, 4000)
    .split(/\r\n|\n|\r/)
    .some((line) => sbvTiming.test(line));
