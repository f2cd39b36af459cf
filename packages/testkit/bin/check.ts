// `npm test [-- --engines]`: types, lint, format, boundaries, dead code and every package's tests; closes with one line of counts.
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EngineName } from '../src/engine-variables.ts';
import { countsOf, forgetCounts, sum } from './counts.ts';
import { absentEngines, marker, presentEngines, startMissing, withRunning } from './engines.ts';
import { runTurbo } from './run-turbo.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const packages = ['packages', 'services', 'infra']
  .flatMap((room) => readdirSync(path.join(root, room)).map((name) => path.join(room, name)))
  .filter((name) => existsSync(path.join(root, name, 'package.json')))
  .concat('docs');
const folderOf = (name: string): string => path.join(root, name);
for (const name of packages) forgetCounts(folderOf(name));

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupted.abort(new Error('interrupted')));

const wantEngines = process.env['EARSHOT_REQUIRE_ENGINES'] === '1' || process.argv.includes('--engines');

/** One after the other: the recipe tests put files into source folders for a moment, which no linter should see. */
const checkAndTest = async (variables: Readonly<Record<string, string | undefined>>): Promise<boolean> => {
  const present = presentEngines(variables);
  const env = { ...process.env, ...variables, [marker]: present.join(',') };
  const checked = await runTurbo(root, ['types', 'lint', 'format:check', 'boundaries', 'dead-code'], 2, env);
  if (interrupted.signal.aborted) return false;
  // Servers take their share of the machine: with them the packages go one at a time.
  return (await runTurbo(root, ['test'], present.length > 0 ? 1 : 2, env)) && checked;
};

const run = async (): Promise<{ passed: boolean; absent: EngineName[] }> => {
  const found = withRunning(process.env);
  const engines = wantEngines ? await startMissing(found, interrupted.signal) : { variables: found, stop: () => Promise.resolve() };
  try {
    return { passed: await checkAndTest(engines.variables), absent: absentEngines(engines.variables) };
  } finally {
    await engines.stop();
  }
};

const { passed, absent } = await run().catch((error: unknown) => {
  console.error((error as Error).message);
  return { passed: false, absent: [] };
});

// A suite that ran nothing is a failure: it protects nothing.
const ran = packages.map((name) => ({ name, counts: countsOf(folderOf(name)) }));
const silent = ran.filter(({ counts }) => counts === null || counts.passed + counts.failed === 0);
for (const { name } of silent) console.error(`${name}: no test ran`);
for (const name of absent) {
  const way = 'npm test -- --engines starts one (infra/local/README.md)';
  console.log(`no ${name} here: tests that need it do not run; ${way}`);
}
const total = sum(ran.flatMap(({ counts }) => (counts === null ? [] : [counts])));
const failed = !passed || silent.length > 0;
console.log(`${total.passed} passed, ${failed ? Math.max(1, total.failed) : total.failed} failed, ${total.skipped} skipped`);
process.exit(interrupted.signal.aborted ? 130 : failed ? 1 : 0);
