import type { LogRecord } from '@earshot/platform';
import type { Expected } from './scenario.ts';
import type { Kept } from './sim-stores.ts';

/** What a run left behind, as a stranger sees it. */
export interface Remains {
  readonly raw: readonly LogRecord[];
  readonly expected: ReadonlyMap<LogRecord, Expected>;
  readonly dead: readonly LogRecord[];
  /** Index runs. */
  readonly index?: ReadonlyMap<string, Kept>;
  /** Log runs: what was appended, and the serial (as in the input) and content of each. */
  readonly next?: readonly { readonly key: string; readonly serial: number; readonly content: string | null }[];
  readonly serialOf: (record: LogRecord) => number;
}

const placeOf = ({ partition, offset }: LogRecord): string => `raw/${partition}/${offset}`;

const deadById = (dead: readonly LogRecord[]): ReadonlyMap<string, { code: string; key: string; value: string }> =>
  new Map(
    dead.map(({ value }) => {
      const letter = JSON.parse(Buffer.from(value).toString()) as { id: string; code: string; key: string; value: string };
      return [letter.id, letter];
    }),
  );

const checkDead = ({ raw, expected, dead }: Remains, problems: string[]): void => {
  const letters = deadById(dead);
  let wanted = 0;
  for (const record of raw) {
    const fate = expected.get(record);
    const letter = letters.get(placeOf(record));
    if (fate?.tag !== 'dead') {
      if (letter !== undefined) problems.push(`${placeOf(record)} is dead (${letter.code}) but should be ${fate?.tag}`);
      continue;
    }
    wanted += 1;
    const bytes = Buffer.from(record.value).toString('base64');
    if (letter?.code !== fate.code) problems.push(`${placeOf(record)} should be dead of ${fate.code}, found ${letter?.code}`);
    else if (letter.value !== bytes || letter.key !== record.key) problems.push(`${placeOf(record)} lost its original`);
  }
  if (letters.size !== wanted) problems.push(`${letters.size} dead letters for ${wanted} dead records`);
};

const checkIndex = (index: ReadonlyMap<string, Kept>, { expected }: Remains, problems: string[]): void => {
  const wanted = new Map<string, Kept>();
  for (const fate of expected.values()) {
    if (fate.tag === 'out' && fate.version >= (wanted.get(fate.id)?.version ?? -1)) wanted.set(fate.id, fate);
  }
  for (const [id, want] of wanted) {
    const found = index.get(id);
    if (found?.version !== want.version || found.content !== want.content) {
      problems.push(`${id}: index holds ${found?.version} ${found?.content}, the sequential run ${want.version} ${want.content}`);
    }
  }
  for (const id of index.keys()) if (!wanted.has(id)) problems.push(`${id} is in the index, but not in the sequential run`);
};

/** First occurrences in order: a repeat is harmless, an overtaking is not. */
const checkOrder = (next: NonNullable<Remains['next']>, { raw, expected, serialOf }: Remains, problems: string[]): void => {
  const wanted = Map.groupBy(
    raw.filter((record) => expected.get(record)?.tag === 'out'),
    ({ key }) => key,
  );
  const found = Map.groupBy(next, ({ key }) => key);
  for (const key of new Set([...wanted.keys(), ...found.keys()])) {
    const want = (wanted.get(key) ?? []).map((record) => {
      const fate = expected.get(record);
      return `${serialOf(record)} ${fate?.tag === 'out' ? fate.content : ''}`;
    });
    const got = [...new Set((found.get(key) ?? []).map(({ serial, content }) => `${serial} ${content}`))];
    if (JSON.stringify(want) !== JSON.stringify(got))
      problems.push(`${key}: next topic holds ${got.join(' | ')}, wanted ${want.join(' | ')}`);
  }
};

/** Everything that is wrong with a run; empty when it kept its promises. Knows ports and expectations, nothing of the engine. */
export const checkRun = (remains: Remains): readonly string[] => {
  const problems: string[] = [];
  checkDead(remains, problems);
  if (remains.index !== undefined) checkIndex(remains.index, remains, problems);
  if (remains.next !== undefined) checkOrder(remains.next, remains, problems);
  return problems;
};

/** Whether every effect of the record is durable: what a commit may cover. */
export const isDurable = (record: LogRecord, { expected, dead, index, next, serialOf }: Remains): boolean => {
  const fate = expected.get(record);
  if (fate === undefined || fate.tag === 'dropped') return true;
  if (fate.tag === 'dead') return deadById(dead).has(placeOf(record));
  if (index !== undefined) return (index.get(fate.id)?.version ?? -1) >= fate.version;
  return next?.some(({ serial }) => serial === serialOf(record)) === true;
};
