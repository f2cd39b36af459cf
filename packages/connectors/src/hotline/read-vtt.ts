import type { Fault } from '@earshot/model';
import { clockMs } from './clock-ms.ts';
import { maxFaults, passedOver, type Cue, type CueFile } from './cue.ts';

const clock = /^(\d+):(\d{2})(?::(\d{2}))?\.(\d{3})$/;

/**
 * Milliseconds of a WebVTT timestamp, null where it breaks the grammar. As in Firefox, `000:01.000` has minutes of any length, and a first
 * unit above 59 is hours.
 */
export const vttTime = (text: string): number | null => {
  const match = clock.exec(text);
  if (match === null) return null;
  const [, first = '', second = '', third, millis] = match;
  const [hours, minutes, seconds] =
    third !== undefined ? [first, second, third] : Number(first) > 59 ? [first, second, '0'] : ['0', first, second];
  const total = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number(millis);
  return Number(minutes) > 59 || Number(seconds) > 59 || !Number.isSafeInteger(total) ? null : total;
};

type Clock = (text: string) => number | null;

const readTiming = (line: string, clock: Clock): readonly [number, number] | null => {
  const arrow = line.indexOf('-->');
  const start = clock(line.slice(0, arrow).trim());
  const end = clock(/^[\d:.]*/.exec(line.slice(arrow + 3).trimStart())?.[0] ?? '');
  return start === null || end === null ? null : [start, end];
};

interface Block {
  readonly cue: Cue | null;
  readonly next: number;
  readonly fault: Fault | null;
}

/** "Collect a block" of the W3C parser: https://www.w3.org/TR/webvtt1/#collect-a-webvtt-block */
const collectBlock = (lines: readonly string[], first: number, inHeader: boolean, clock: Clock): Block => {
  let buffer = '';
  let times: readonly [number, number] | null = null;
  let id = '';
  let sawArrow = false;
  let fault: Fault | null = null;
  let at = first;
  for (; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line.includes('-->')) {
      const place = at - first;
      if (inHeader || !(place === 0 || (place === 1 && !sawArrow))) break;
      sawArrow = true;
      times = readTiming(line, clock);
      if (times === null) fault = passedOver(at + 1, 'cue timing');
      else {
        id = buffer;
        buffer = '';
      }
    } else if (line === '') {
      break;
    } else {
      buffer = buffer === '' ? line : `${buffer}\n${line}`;
    }
  }
  const cue = times === null ? null : { id, startMs: times[0], endMs: times[1], payload: buffer };
  const known = /^(?:NOTE|STYLE|REGION)(?:[ \t\n]|$)/.test(buffer);
  if (cue === null && fault === null && !inHeader && buffer !== '' && !known) fault = passedOver(first + 1, 'block without timing');
  return { cue, next: at, fault };
};

/** Whether the text begins as WebVTT does. */
export const isVtt = (text: string): boolean => /^\uFEFF?WEBVTT(?:[ \t\r\n]|$)/.test(text);

const readBlocks = (text: string, clock: Clock): CueFile => {
  const lines = text.replaceAll('\0', '\uFFFD').split(/\r\n|\n|\r/);
  const cues: Cue[] = [];
  const faults: Fault[] = [];
  let at = 1;
  if ((lines[1] ?? '') !== '') at = collectBlock(lines, 1, true, clock).next;
  while (at < lines.length) {
    if (lines[at] === '') {
      at += 1;
      continue;
    }
    const block = collectBlock(lines, at, false, clock);
    if (block.cue !== null) cues.push(block.cue);
    if (block.fault !== null && faults.length < maxFaults) faults.push(block.fault);
    at = block.next > at ? block.next : at + 1;
  }
  return { cues, faults };
};

/**
 * Cues of a WebVTT file by the W3C parsing rules; what they pass over is flagged. Null without the signature. Files without one valid
 * timing are read again with times like `0:0:3.54`, as Microsoft Teams and Stream write them.
 */
export const readVtt = (text: string): CueFile | null => {
  if (!isVtt(text)) return null;
  const strict = readBlocks(text, vttTime);
  if (strict.cues.length > 0 || strict.faults.length === 0) return strict;
  const lenient = readBlocks(text, clockMs);
  return lenient.cues.length > 0 ? lenient : strict;
};
