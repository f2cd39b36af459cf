import type { Clock } from '@earshot/platform';
import { delayOf, type Backoff } from './backoff.ts';
import type { Entry, Lane, LaneQueue } from './lanes.ts';
import { handBack, type Sessions } from './sessions.ts';
import type { Accounts } from './stage-counters.ts';
import type { Traveller, Verdict } from './verdict.ts';

export interface LandingParts {
  readonly queue: LaneQueue;
  readonly sessions: Sessions;
  readonly accounts: Accounts;
  readonly clock: Clock;
  readonly retry: Backoff;
  readonly signal: AbortSignal;
  /** A lane may fly again. */
  readonly onReady: () => void;
}

type Final = Extract<Verdict, { tag: 'out' | 'dropped' | 'dead' }>;

const isFinal = (verdict: Verdict | null): verdict is Final =>
  verdict !== null && (verdict.tag === 'out' || verdict.tag === 'dropped' || verdict.tag === 'dead');

const labelOf = (verdict: Final): string => {
  if (verdict.tag === 'out') return verdict.outcome;
  return verdict.tag === 'dropped' ? verdict.reason : verdict.fault.code;
};

interface Tally {
  readonly kind: Final['tag'];
  readonly label: string;
  items: number;
  bytes: number;
}

const countOff = (finished: readonly (readonly [Entry, Final])[], accounts: Accounts): void => {
  const tallies = new Map<string, Tally>();
  for (const [{ bytes }, verdict] of finished) {
    const label = labelOf(verdict);
    const key = `${verdict.tag} ${label}`;
    const tally = tallies.get(key) ?? { kind: verdict.tag, label, items: 0, bytes: 0 };
    tally.items += 1;
    tally.bytes += bytes;
    tallies.set(key, tally);
  }
  for (const { kind, label, items, bytes } of tallies.values()) accounts.left(kind, label, items, bytes);
};

/** How long the lane must rest: the longest wait of the entry at its head, 0 to fly at once (or when the stage's pause ends). */
const restOf = (traveller: Traveller<unknown, unknown>, { clock, retry }: LandingParts): number => {
  const { verdict, entry } = traveller;
  if (verdict?.tag === 'parked') return Math.max(1, verdict.until - clock.now());
  return verdict?.tag === 'again' ? delayOf(retry, Math.max(1, entry.failures), clock) : 0;
};

const rest = async (lane: Lane, ms: number, parked: Entry | null, parts: LandingParts): Promise<void> => {
  const { clock, signal, queue, accounts, onReady } = parts;
  lane.state = 'resting';
  try {
    await clock.sleep(ms, signal);
  } catch {
    return;
  }
  if (parked?.parked === true) {
    parked.parked = false;
    accounts.parked(-1);
  }
  if (lane.state !== 'resting') return;
  queue.wake(lane);
  onReady();
};

const returnToLane = (lane: Lane, again: readonly Traveller<unknown, unknown>[], parts: LandingParts): void => {
  const { queue, accounts } = parts;
  const [first] = again;
  const entries = again.map(({ entry }) => entry);
  if (lane.session.state !== 'open') {
    handBack(entries, accounts);
    lane.state = 'idle';
    return;
  }
  queue.putBack(lane, entries);
  const ms = first === undefined ? 0 : restOf(first, parts);
  if (first === undefined || ms === 0) {
    queue.wake(lane);
    return;
  }
  const isParked = first.verdict?.tag === 'parked';
  if (isParked) {
    first.entry.parked = true;
    accounts.parked(1);
  }
  void rest(lane, ms, isParked ? first.entry : null, parts);
};

/** Books a flight: finished records into the ledger, the others back to the heads of their lanes. Returns the outage's reason, if one struck. */
export const landFlight = (travellers: readonly Traveller<unknown, unknown>[], parts: LandingParts): string | null => {
  const { sessions, accounts } = parts;
  const finished: (readonly [Entry, Final])[] = [];
  const lanes = new Map<Lane, Traveller<unknown, unknown>[]>();
  const counts = new Map<Lane['session'], number>();
  let outage: string | null = null;
  for (const traveller of travellers) {
    const { entry, verdict } = traveller;
    const again = lanes.get(entry.lane) ?? [];
    lanes.set(entry.lane, again);
    counts.set(entry.lane.session, (counts.get(entry.lane.session) ?? 0) + 1);
    if (verdict?.tag === 'outage') outage ??= verdict.reason;
    if (isFinal(verdict)) finished.push([entry, verdict]);
    else again.push(traveller);
  }
  countOff(finished, accounts);
  for (const [{ lane, slot }] of finished) lane.session.ledger.finish(slot);
  for (const [lane, again] of lanes) returnToLane(lane, again, parts);
  for (const [session, count] of counts) sessions.landed(session, count);
  return outage;
};
