import { inMemoryMemory, runHopSync, type StageSettings } from '@earshot/engine';
import { conversationKey, type FeedbackDocument, feedbackId, type RawRecord } from '@earshot/model';
import { analyseHop, cleanHop, composeDocument, normaliseHop } from '@earshot/stages';
import { seededRandom } from '@earshot/testkit';

/** Every record in the order in which it is sent, repeats included. */
export interface Story {
  readonly records: readonly RawRecord[];
  /** The newest revision of each message: what must be true in the end. */
  readonly newest: ReadonlyMap<string, RawRecord>;
}

const openings = [
  '快递太慢了，三天还没到',
  '客服态度很好，退款很快',
  'Breakfast was cold and nobody cared',
  'Great room, lovely staff',
  '請問什麼時候到貨',
  '包装破损，要求退款',
];
const edits = ['补充：已经解决了，谢谢', 'Update: still waiting for an answer', '更正：昨天又打了一次电话'];
const start = Date.UTC(2026, 8, 1);

const messageAt = (number: number, text: string, revision: number, deleted: boolean): RawRecord => {
  const identity = { connector: 'web', account: `shop-${number % 7}`, sourceId: `m-${number}` };
  // Some three months: several indices.
  const at = new Date(start + number * 77_000).toISOString();
  return {
    schema: 'raw/1',
    id: feedbackId(identity),
    revision,
    deleted,
    channel: (['web', 'social', 'email', 'hotline'] as const)[number % 4] ?? 'web',
    ...identity,
    conversation: conversationKey(identity.connector, identity.account, `c-${number % 20_011}`),
    receipt: `rc_chaos_${number}_${revision}`,
    receivedAt: at,
    occurredAt: at,
    author: { address: `customer-${number % 5000}@example.com` },
    ...(deleted ? {} : { body: { format: 'text', content: text } }),
    faults: [],
  };
};

/**
 * Messages in both languages; a fifth is edited, some twice, a tenth is taken back at the end, a twentieth is delivered again later, old
 * revisions included.
 */
export const chaosStory = (messages: number, seed: number): Story => {
  const random = seededRandom(seed);
  const records: RawRecord[] = [];
  const newest = new Map<string, RawRecord>();
  const send = (record: RawRecord): void => {
    records.push(record);
    const known = newest.get(record.id);
    if (known === undefined || known.revision < record.revision) newest.set(record.id, record);
    if (random.chance(0.05)) {
      const earlier = records[random.below(records.length)];
      if (earlier !== undefined) records.push(earlier);
    }
  };
  for (let number = 0; number < messages; number += 1) {
    const text = `${random.pick(openings)} (${number})`;
    send(messageAt(number, text, 0, false));
    // What happens to a message happens later, between others.
    const late = number - 50;
    if (late < 0) continue;
    let revision = 0;
    if (random.chance(0.2)) send(messageAt(late, `${random.pick(edits)} (${late})`, (revision += 1), false));
    if (random.chance(0.05)) send(messageAt(late, `${random.pick(edits)} (${late}, again)`, (revision += 1), false));
    if (random.chance(0.1)) send(messageAt(late, '', revision + 1, true));
  }
  return { records, newest };
};

/** What tells of a run and not of the message: receipts and times of its way. */
const ofTheRun = new Set(['receipt', 'receivedAt', 'indexedAt', 'journey']);
/**
 * Which of two equal texts came first depends on who was faster, and a flushed memory forgets it: hints, never guarantees (see the port
 * `seen`).
 */
const ofTheMemory = new Set(['quality.duplicateOf', 'quality.nearDuplicateOf']);

/** A document without what may differ between two runs over the same messages, as text to compare. */
export const comparable = (document: FeedbackDocument): string => {
  const { quality, provenance, ...rest } = document;
  const { duplicateOf: _, nearDuplicateOf: __, ...ownQuality } = quality;
  const ownProvenance = (provenance ?? []).filter(({ label }) => !ofTheMemory.has(label));
  const entries = Object.entries({ ...rest, quality: ownQuality, provenance: ownProvenance }).filter(([name]) => !ofTheRun.has(name));
  return JSON.stringify(sorted(Object.fromEntries(entries)));
};

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, child]) => [name, sorted(child)]),
  );
};

const through = <In extends { readonly id: string }, Out>(
  hop: Parameters<typeof runHopSync<In, Out>>[0],
  record: In,
  memory: ReturnType<typeof inMemoryMemory>,
  settings: StageSettings,
): Out => {
  const [ended] = runHopSync(hop, [record], memory, { now: start, settings });
  if (ended?.outcome.tag !== 'ok') throw new Error(`${record.id} does not come through ${hop.name}`);
  return ended.outcome.value;
};

/** The sequential run in one process: the document of every message that was not taken back, by id. */
export const expectedDocuments = function* ({ newest }: Story, settings: StageSettings): Generator<readonly [string, string]> {
  const memory = inMemoryMemory();
  for (const [id, raw] of newest) {
    if (raw.deleted) continue;
    const cleaned = through(cleanHop, raw, memory, settings);
    const analysed = through(analyseHop, through(normaliseHop, cleaned, memory, settings), memory, settings);
    yield [id, comparable(composeDocument(analysed))];
  }
};
