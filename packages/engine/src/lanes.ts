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

/** Lanes that may fly, first come first served. */
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

const makeReady = (queue: Lane[], lane: Lane): void => {
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

export const laneQueue = (): LaneQueue => {
  let ready: Lane[] = [];
  let head = 0;
  return {
    add: (session, record, slot) => {
      let lane = session.lanes.get(record.key);
      if (lane === undefined) {
        lane = { key: record.key, session, waiting: [], state: 'idle' };
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
      const taken: Entry[] = [];
      let bytes = 0;
      for (let lane = ready[head]; lane !== undefined; lane = ready[head]) {
        const count = lane.state === 'ready' ? fitting(lane, maxItems - taken.length, maxBytes - bytes, taken.length === 0) : 0;
        if (lane.state === 'ready' && count === 0) break;
        head += 1;
        if (lane.state !== 'ready') continue;
        lane.state = 'flying';
        lane.session.flying += count;
        for (const entry of lane.waiting.splice(0, count)) {
          taken.push(entry);
          bytes += entry.bytes;
        }
      }
      if (head * 2 > ready.length) {
        ready = ready.slice(head);
        head = 0;
      }
      return taken;
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
