import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));

const sources = ['packages', 'services'].flatMap((room) =>
  readdirSync(path.join(root, room), { recursive: true, encoding: 'utf8' })
    .filter(
      (name) => /\.tsx?$/u.test(name) && !/node_modules|\.test\.ts|contract[\w-]*\.ts|\/testing\/|\/test\/|\/bin\/|_template/u.test(name),
    )
    .map((name) => path.join(room, name)),
);

/** What may stand in one room only, and what to use everywhere else. */
const rules: readonly [what: string, pattern: RegExp, rooms: readonly string[], instead: string][] = [
  [
    'the clock',
    /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(/u,
    ['packages/platform/src/clock/', 'packages/dashboard/src/web/settings/clock.ts'],
    'the clock port',
  ],
  ['chance', /\bMath\.random\(/u, ['packages/platform/src/clock/'], 'clock.random()'],
  ['the environment', /\bprocess\.env\b/u, ['services/standalone/src/main.ts', 'packages/testkit/src/real-engines.ts'], 'loadConfig'],
  ['SQLite', /from 'node:sqlite'/u, ['packages/platform/src/'], 'the ports'],
  [
    'the network',
    /(?<![.\w])fetch\(/u,
    ['packages/dashboard/src/web/api/', 'packages/connectors/src/connector.ts', 'packages/connectors/src/'],
    "a connector's io",
  ],
];

describe('what belongs to one room stays in it', () => {
  test('there is something to look at', () => {
    expect(sources.length).toBeGreaterThan(200);
  });

  test.each(rules)('%s', (_, pattern, rooms, instead) => {
    const strangers = sources.filter(
      (name) => !rooms.some((room) => name.startsWith(room)) && pattern.test(readFileSync(path.join(root, name), 'utf8')),
    );
    expect({ strangers, instead }).toEqual({ strangers: [], instead });
  });
});
