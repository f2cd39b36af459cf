import type { Epoch, LogRecord, Partition } from '@earshot/platform';
import type { AckLedger, Slot } from './ack-ledger.ts';

/** A partition under one epoch, as this process holds it. */
export interface Session {
  readonly partition: Partition;
  readonly epoch: Epoch;
  readonly ledger: AckLedger;
  readonly lanes: Map<string, Lane>;
  /** Open: lanes may fly. Closing: what flies may land, nothing starts. Fenced: nothing of it may be written any more. */
  state: 'open' | 'closing' | 'fenced';
  /** Entries in flights. */
  flying: number;
}

/** Records of one key in order. A lane is in at most one flight: a key never runs twice at once. */
export interface Lane {
  readonly key: string;
  /** Whose records they are: the envelope's `ce_source`. */
  readonly source: string;
  readonly session: Session;
  waiting: Entry[];
  state: 'idle' | 'ready' | 'flying' | 'resting';
}

export interface Entry {
  readonly record: LogRecord;
  readonly slot: Slot;
  readonly lane: Lane;
  readonly bytes: number;
  /** Failed tries that were its own, not an outage's. */
  failures: number;
  parked: boolean;
}

export interface FlightLimits {
  readonly maxItems: number;
  readonly maxBytes: number;
}

export const bytesOf = ({ key, value }: LogRecord): number => value.byteLength + key.length;

/** Lanes that may fly: sources by turns, the lanes of one source first come first served. */
export interface LaneQueue {
  add(session: Session, record: LogRecord, slot: Slot): Entry;
  /** Puts entries back at the head of their lane, in order. */
  putBack(lane: Lane, entries: readonly Entry[]): void;
  /** The lane is back from its flight or its rest, and flies again if anything waits. */
  wake(lane: Lane): void;
  /** Takes ready lanes' records within the limits, one record at least; empty when no lane is ready. */
  take(limits: FlightLimits): readonly Entry[];
  /** Empties the session's lanes and returns what waited in them. */
  clear(session: Session): readonly Entry[];
}

/** What one source may put into a flight before the others had their turn. */
const quantum = 16;

/** Ready lanes by source. A flood of one source fills what the others leave free, never their place. */
interface Turns {
  push(lane: Lane): void;
  /** The lane whose turn it is; null when none is ready. */
  head(): Lane | null;
  /** Takes the head out. @returns whether its source has more */
  drop(): boolean;
  /** The next source's turn. */
  pass(): void;
}

interface Queue {
  readonly source: string;
  lanes: Lane[];
  head: number;
}

const turns = (): Turns => {
  const bySource = new Map<string, Queue>();
  const ring: Queue[] = [];
  let at = 0;
  return {
    push: (lane) => {
      const known = bySource.get(lane.source);
      if (known !== undefined) {
        known.lanes.push(lane);
        return;
      }
      const queue = { source: lane.source, lanes: [lane], head: 0 };
      bySource.set(lane.source, queue);
      ring.push(queue);
    },
    head: () => {
      const queue = ring[at];
      return queue?.lanes[queue.head] ?? null;
    },
    drop: () => {
      const queue = ring[at];
      if (queue === undefined) return false;
      queue.head += 1;
      if (queue.head * 2 > queue.lanes.length) {
        queue.lanes = queue.lanes.slice(queue.head);
        queue.head = 0;
      }
      if (queue.lanes.length > 0) return true;
      bySource.delete(queue.source);
      const last = ring.pop();
      if (last !== undefined && last !== queue) ring[at] = last;
      else at = 0;
      return false;
    },
    pass: () => {
      at = at + 1 < ring.length ? at + 1 : 0;
    },
  };
};

const makeReady = (queue: Turns, lane: Lane): void => {
  if (lane.waiting.length === 0 || lane.session.state !== 'open') {
    lane.state = 'idle';
    if (lane.waiting.length === 0) lane.session.lanes.delete(lane.key);
    return;
  }
  lane.state = 'ready';
  queue.push(lane);
};

/** How many of the lane's records fit beside what the flight holds already. */
const fitting = (lane: Lane, room: number, roomBytes: number, empty: boolean): number => {
  let count = 0;
  let bytes = 0;
  for (const entry of lane.waiting) {
    bytes += entry.bytes;
    const first = empty && count === 0;
    if (!first && (count >= room || bytes > roomBytes)) break;
    count += 1;
  }
  return count;
};

interface Flight {
  readonly taken: Entry[];
  bytes: number;
}

export const laneQueue = (): LaneQueue => {
  const ready = turns();

  const board = (lane: Lane, { maxItems, maxBytes }: FlightLimits, flight: Flight): number => {
    const { taken } = flight;
    const count = fitting(lane, maxItems, maxBytes - flight.bytes, taken.length === 0);
    lane.session.flying += count;
    for (const entry of lane.waiting.splice(0, count)) {
      taken.push(entry);
      flight.bytes += entry.bytes;
    }
    return count;
  };

  return {
    add: (session, record, slot) => {
      let lane = session.lanes.get(record.key);
      if (lane === undefined) {
        lane = { key: record.key, source: record.headers['ce_source'] ?? '', session, waiting: [], state: 'idle' };
        session.lanes.set(record.key, lane);
      }
      const entry: Entry = { record, slot, lane, bytes: bytesOf(record), failures: 0, parked: false };
      lane.waiting.push(entry);
      if (lane.state === 'idle') makeReady(ready, lane);
      return entry;
    },
    putBack: (lane, entries) => {
      lane.waiting = [...entries, ...lane.waiting];
    },
    wake: (lane) => makeReady(ready, lane),
    take: ({ maxItems, maxBytes }) => {
      const flight: Flight = { taken: [], bytes: 0 };
      const long: Lane[] = [];
      let share = quantum;
      for (let lane = ready.head(); lane !== null; lane = ready.head()) {
        const isReady = lane.state === 'ready';
        const room = Math.min(share, maxItems - flight.taken.length);
        const count = isReady ? board(lane, { maxItems: room, maxBytes }, flight) : 0;
        if (isReady && count === 0) break;
        if (isReady) lane.state = 'flying';
        if (isReady && lane.waiting.length > 0) long.push(lane);
        share -= count;
        const more = ready.drop();
        if (more && share > 0) continue;
        share = quantum;
        if (more) ready.pass();
      }
      // Everybody had a turn: what is free yet goes to the lanes that had more than their share.
      for (const lane of long) board(lane, { maxItems: maxItems - flight.taken.length, maxBytes }, flight);
      return flight.taken;
    },
    clear: (session) => {
      const left: Entry[] = [];
      for (const lane of session.lanes.values()) {
        left.push(...lane.waiting);
        lane.waiting = [];
        if (lane.state !== 'flying') lane.state = 'idle';
      }
      session.lanes.clear();
      return left;
    },
  };
};
