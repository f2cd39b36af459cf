import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

interface CallFrame {
  readonly functionName: string;
  readonly url: string;
}
interface ProfileNode {
  readonly id: number;
  readonly callFrame: CallFrame;
  readonly children?: readonly number[];
}
/** `.cpuprofile` of V8. https://chromedevtools.github.io/devtools-protocol/tot/Profiler/#type-Profile */
export interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  /** Microseconds. */
  readonly timeDeltas: readonly number[];
}

const places: readonly (readonly [RegExp, (found: RegExpExecArray) => string])[] = [
  [/packages\/stages\/src\/(clean|normalise|analyse)\/([\w-]+)\.ts/u, ([, stage, step]) => `${stage}: ${step}`],
  [/packages\/stages\/src\//u, () => 'stages: codecs'],
  [/packages\/engine\/src\//u, () => 'engine'],
  [/packages\/platform\/src\/(\w+)\//u, ([, room]) => `platform: ${room}`],
  [/services\/(\w+)\/src\//u, ([, service]) => `service: ${service}`],
  [/node_modules\/(@[^/]+\/[^/]+|[^/]+)\//u, ([, name]) => `library: ${name}`],
  [/packages\/text\/src\/(\w+)\//u, ([, part]) => `text: ${part}`],
];

// A map: functions of the program may be called `constructor`.
const special: ReadonlyMap<string, string | null> = new Map([
  ['(idle)', null],
  ['(program)', 'runtime: native, outside of JavaScript'],
  ['(garbage collector)', 'runtime: garbage collection'],
  ['(root)', null],
]);

const placeOf = ({ url }: CallFrame): string | undefined => {
  for (const [form, name] of places) {
    const found = form.exec(url);
    if (found !== null) return name(found);
  }
  return undefined;
};

/** A step answers for the text rooms it calls, and whoever called it for what the runtime does. */
const isBorrowed = ({ url }: CallFrame): boolean => url === '' || url.startsWith('node:') || url.includes('packages/text/src/');

/** Microseconds by place, without idle time. Self time of each sample goes to the innermost place of its stack that owns it. */
export const foldProfile = ({ nodes, samples, timeDeltas }: CpuProfile): ReadonlyMap<string, number> => {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child): [number, number] => [child, id])));
  const named = new Map<number, string | null>();
  const nameOf = (id: number): string | null => {
    let at: ProfileNode | undefined = byId.get(id);
    const own = at?.callFrame ?? { functionName: '(root)', url: '' };
    const fixed = special.get(own.functionName);
    if (fixed !== undefined) return fixed;
    while (at !== undefined) {
      const place = isBorrowed(at.callFrame) ? undefined : placeOf(at.callFrame);
      if (place !== undefined) return place;
      at = byId.get(parents.get(at.id) ?? -1);
    }
    return placeOf(own) ?? 'runtime: input, output and timers';
  };
  const sums = new Map<string, number>();
  for (const [at, id] of samples.entries()) {
    if (!named.has(id)) named.set(id, nameOf(id));
    const name = named.get(id) ?? null;
    if (name !== null) sums.set(name, (sums.get(name) ?? 0) + (timeDeltas[at] ?? 0));
  }
  return sums;
};

/** The profiles of a folder, by the time they ended. */
export const readProfiles = (folder: string): readonly CpuProfile[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.cpuprofile'))
    .toSorted()
    .map((name) => JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as CpuProfile);
