import { documentVersion } from '@earshot/model';
import type { LogRecord } from '@earshot/platform';
import type { SeededRandom } from '../random.ts';

export const fates = ['fine', 'unreadable', 'throws', 'throws-late', 'dead', 'dropped', 'rejected', 'parked'] as const;
export type Fate = (typeof fates)[number];

/** A message of the simulation; `fate` says what its steps do. */
export interface SimMessage {
  readonly serial: number;
  readonly id: string;
  readonly conversation: string;
  readonly revision: number;
  readonly deleted: boolean;
  readonly receivedAt: string;
  readonly text: string;
  readonly fate: Fate;
  /** For `parked`: not before this. */
  readonly dueAt: number;
}

/** What becomes of one record when everything runs alone, in order and without trouble. */
export type Expected =
  | { readonly tag: 'out'; readonly id: string; readonly version: number; readonly content: string | null }
  | { readonly tag: 'dropped' }
  | { readonly tag: 'dead'; readonly code: string };

const texts = ['快递太慢', 'parcel late', '很好', 'refund please'];
const fateOf = (random: SeededRandom): Fate => (random.chance(0.65) ? 'fine' : random.pick(fates));

/** Creations, edits, deletions, late old revisions and repeats over a few conversations. */
export const scenario = (random: SeededRandom, count: number, now: number): readonly SimMessage[] => {
  const sent: SimMessage[] = [];
  const newest = new Map<string, number>();
  for (let serial = 0; serial < count; serial += 1) {
    const past = sent.length > 0 ? random.pick(sent) : undefined;
    if (past !== undefined && random.chance(0.1)) {
      sent.push({ ...past, serial });
      continue;
    }
    const conversation = past !== undefined && random.chance(0.35) ? past.conversation : `会话-${random.below(5)}`;
    const id = past?.conversation === conversation ? past.id : `${conversation}/m${serial}`;
    const revision = (newest.get(id) ?? -1) + 1;
    newest.set(id, revision);
    sent.push({
      serial,
      id,
      conversation,
      revision,
      deleted: revision > 0 && random.chance(0.3),
      receivedAt: new Date(now).toISOString(),
      text: random.pick(texts),
      fate: fateOf(random),
      dueAt: now + random.below(5000),
    });
  }
  return sent;
};

export const encodeMessage = (message: SimMessage): Uint8Array =>
  message.fate === 'unreadable' ? Uint8Array.from([0xff, 0xfe, message.serial % 256]) : Buffer.from(JSON.stringify(message));

/** Content of a document by the simulation's rules; the engine's side must build the same from its own steps. */
export const contentOf = ({ id, revision, text }: SimMessage, duplicateOf: string | null): string =>
  JSON.stringify({ id, revision, text, duplicateOf });

const deadCodes: { readonly [K in Fate]?: string } = {
  throws: 'err:stage:platform:unmet-promise',
  'throws-late': 'err:stage:platform:unmet-promise',
  dead: 'err:intake:client:out-of-range',
};

const expectOne = (message: SimMessage, claims: Map<string, string>, rejects: boolean): Expected => {
  const { fate, id, revision, conversation, text } = message;
  if (fate === 'unreadable') return { tag: 'dead', code: 'err:stage:client:unreadable-record' };
  const version = documentVersion(revision, 0);
  if (message.deleted) return { tag: 'out', id, version, content: null };
  if (fate === 'dropped') return { tag: 'dropped' };
  if (fate === 'throws' || fate === 'dead') return { tag: 'dead', code: deadCodes[fate] ?? '' };
  const fingerprint = `${conversation}:${text}`;
  const owner = claims.get(fingerprint) ?? id;
  claims.set(fingerprint, owner);
  if (fate === 'throws-late') return { tag: 'dead', code: deadCodes[fate] ?? '' };
  if (fate === 'rejected' && rejects) return { tag: 'dead', code: 'err:index:config:rejected' };
  return { tag: 'out', id, version, content: contentOf(message, owner === id ? null : owner) };
};

/** The sequential run: independent of the engine, record by record in log order. `rejects`: the sink refuses messages of that fate. */
export const expectAll = (
  records: readonly LogRecord[],
  messageOf: (record: LogRecord) => SimMessage,
  rejects: boolean,
): ReadonlyMap<LogRecord, Expected> => {
  const claims = new Map<string, string>();
  return new Map(records.map((record) => [record, expectOne(messageOf(record), claims, rejects)]));
};
