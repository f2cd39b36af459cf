import type { RawTurn } from '@earshot/model';
import { roleOfLabel } from './assign-roles.ts';
import { clockMs } from './clock-ms.ts';

const time = String.raw`[[(（【]?\s*(?:\d{4}[-/]\d{1,2}[-/]\d{1,2}\s+)?(\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,3})?)?)\s*[\])）】]?`;
const name = String.raw`([^\s:：[\]【】\d][^:：[\]【】\n]{0,39}?)`;
const timeThenName = new RegExp(String.raw`^\s*${time}\s*[-–]?\s*${name}\s*[:：]\s*(.*)$`, 'u');
const nameThenTime = new RegExp(String.raw`^\s*${name}\s*${time}\s*[:：]?\s*(.*)$`, 'u');
const nameOnly = new RegExp(String.raw`^\s*[【[]?${name}[】\]]?\s*[:：]\s*(.*)$`, 'u');

interface Line {
  readonly speaker: string;
  readonly at: string | null;
  readonly text: string;
}

const readLine = (row: string): Line | null => {
  if (row.length > 20_000) return null;
  // Runs of blanks would make the patterns below try every way to divide them.
  const line = row.trim().replace(/\s{2,}/g, ' ');
  const first = timeThenName.exec(line);
  if (first !== null) return { at: first[1] ?? null, speaker: (first[2] ?? '').trim(), text: first[3] ?? '' };
  const second = nameThenTime.exec(line);
  if (second !== null && roleOfLabel(second[1] ?? '') !== null) {
    return { speaker: (second[1] ?? '').trim(), at: second[2] ?? null, text: second[3] ?? '' };
  }
  const third = nameOnly.exec(line);
  if (third === null || third[2]?.startsWith('//') === true) return null;
  return { speaker: (third[1] ?? '').trim(), at: null, text: third[2] ?? '' };
};

/** A label is a speaker when it names a role, or leads several lines and is no clause. */
const speakersOf = (lines: readonly (Line | null)[]): ReadonlySet<string> => {
  const counts = new Map<string, number>();
  for (const line of lines) if (line !== null) counts.set(line.speaker, (counts.get(line.speaker) ?? 0) + 1);
  const isName = (label: string, count: number): boolean => {
    if (/[，。！？,!?;；"“”]/u.test(label)) return false;
    return (roleOfLabel(label) !== null && label.length <= 24) || (count >= 2 && label.split(/\s+/).length <= 4);
  };
  return new Set([...counts].filter(([label, count]) => isName(label, count)).map(([label]) => label));
};

/** Turns of a transcript with speaker labels (`客服：您好`, `[00:01:02] Agent: Hello`, `张三（客服） 10:02:33`); other lines go on a turn. */
export const readPlain = (text: string): RawTurn[] => {
  const rows = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const lines = rows.map(readLine);
  const speakers = speakersOf(lines);
  const turns: { speaker: string; at: string | null; parts: string[] }[] = [];
  lines.forEach((line, index) => {
    const open = turns.at(-1);
    const row = rows[index] ?? '';
    if (line !== null && speakers.has(line.speaker)) turns.push({ speaker: line.speaker, at: line.at, parts: [line.text.trim()] });
    else if (row.trim() !== '') {
      if (open === undefined) turns.push({ speaker: '', at: null, parts: [row.trim()] });
      else open.parts.push(row.trim());
    }
  });
  if (speakers.size === 0) return [];
  const clocks = turns.map(({ at }) => (at === null ? null : clockMs(at.split(':').length === 2 ? `0:${at}` : at)));
  const firstClock = clocks.find((clock) => clock !== null) ?? 0;
  // A transcript that starts an hour or more into the day tells the time of day, not the time of the call.
  const zero = firstClock >= 3_600_000 ? firstClock : 0;
  return turns.flatMap(({ speaker, parts }, index) => {
    const said = parts.filter((part) => part !== '').join('\n');
    const clock = clocks[index] ?? null;
    if (said === '') return [];
    return [clock === null ? { speaker, text: said } : { speaker, startMs: Math.max(clock - zero, 0), text: said }];
  });
};
