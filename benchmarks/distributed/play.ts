import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import type { Order, Part, Usage, Word } from './side-protocol.ts';

const script = fileURLToPath(new URL('side.ts', import.meta.url));
const flags = ['--disable-warning=ExperimentalWarning', '--disable-warning=TimeoutNegativeWarning', '--max-semi-space-size=8'];

/** A process for one part after another. */
export interface Player {
  start(part: Part): Promise<void>;
  go(): void;
  records(): number;
  stop(): Promise<Usage>;
  kill(): void;
  /** Ends the process. */
  end(): Promise<void>;
}

const playerOf = (child: ChildProcess): Player => {
  let records = 0;
  const heard: ((word: Word) => void)[] = [];
  child.on('message', (word: Word) => {
    if (word.tag === 'progress') ({ records } = word);
    else heard.shift()?.(word);
  });
  const gone = once(child, 'exit');
  const ask = (order: Order): Promise<Word> =>
    new Promise((resolve, reject) => {
      heard.push(resolve);
      child.once('exit', (code) => reject(new Error(`a side ended with ${code}`)));
      child.send(order);
    });
  return {
    start: async (part) => {
      records = 0;
      await ask({ tag: 'start', part });
    },
    go: () => {
      child.send({ tag: 'go' } satisfies Order);
    },
    records: () => records,
    stop: async () => {
      const word = await ask({ tag: 'stop' });
      if (word.tag !== 'stopped') throw new Error(`a side said ${word.tag}`);
      if (word.dead > 0) throw new Error(`${word.dead} records died`);
      return word.usage;
    },
    kill: () => child.kill('SIGKILL'),
    end: async () => {
      child.send({ tag: 'end' } satisfies Order);
      await gone;
    },
  };
};

/** @param more flags of the runtime, such as those of the profiler */
export const newPlayer = (more: readonly string[] = []): Player => {
  const child = fork(script, { execArgv: [...flags, ...more] });
  child.setMaxListeners(0);
  return playerOf(child);
};

export interface Played {
  /** From the first batch of any part to the last durable effect of the last one. */
  readonly seconds: number;
  /** Of each part, in order. */
  readonly usage: readonly Usage[];
}

const patienceMs = 180_000;

/** A part, who plays it, and how it is known that its group is complete. */
export interface Role {
  readonly player: Player;
  readonly part: Part;
  gathered(): Promise<void>;
}

/**
 * Plays the parts together until the last `finals` of them have landed `expected` records between them. All have joined their groups before
 * the first takes a record.
 * @throws when that takes over three minutes
 */
export const play = async (roles: readonly Role[], expected: number, finals = 1): Promise<Played> => {
  for (const { player, part } of roles) await player.start(part);
  for (const { gathered } of roles) await gathered();
  for (const { player } of roles.toReversed()) player.go();
  const ending = roles.slice(-finals).map(({ player }) => player);
  const until = performance.now() + patienceMs;
  while (ending.reduce((sum, player) => sum + player.records(), 0) < expected) {
    if (performance.now() > until)
      throw new Error(`only ${ending.map((player) => player.records()).join('+')} of ${expected} records landed`);
    await delay(20);
  }
  const usage: Usage[] = [];
  for (const { player } of roles) usage.push(await player.stop());
  const last = Math.max(...usage.slice(-finals).map((each) => each.last));
  return { seconds: (last - Math.min(...usage.map(({ first }) => first).filter((at) => at > 0))) / 1000, usage };
};
