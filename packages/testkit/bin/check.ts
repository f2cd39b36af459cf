// `npm test`: types, lint, format, boundaries, dead code and every package's tests; closes with one line of counts.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

const root = fileURLToPath(new URL('../../..', import.meta.url));
const packages = ['packages', 'services']
  .flatMap((room) => readdirSync(path.join(root, room)).map((name) => path.join(root, room, name)))
  .concat(path.join(root, 'docs'));
const countsOf = (folder: string): string => path.join(folder, '.test-results', 'counts.json');

for (const folder of packages) rmSync(countsOf(folder), { force: true });

const turbo = path.join(root, 'node_modules', '.bin', 'turbo');
const run = (...tasks: readonly string[]): boolean => {
  const flags = ['--continue', '--concurrency=2', '--output-logs=new-only', '--no-update-notifier'];
  const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };
  return spawnSync(turbo, ['run', ...tasks, ...flags], { cwd: root, stdio: 'inherit', env }).status === 0;
};

// One after the other: the recipe tests put files into source folders for a moment, which no linter should see.
const checked = run('types', 'lint', 'format:check', 'boundaries', 'dead-code');
const tested = run('test');

const total: Counts = { passed: 0, failed: 0, skipped: 0 };
const silent: string[] = [];
for (const folder of packages) {
  if (!existsSync(countsOf(folder))) {
    silent.push(path.relative(root, folder));
    continue;
  }
  const counts = JSON.parse(readFileSync(countsOf(folder), 'utf8')) as Counts;
  if (counts.passed + counts.failed === 0) silent.push(path.relative(root, folder));
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
}
// A suite that ran nothing is a failure: it protects nothing.
for (const name of silent) console.error(`${name}: no test ran`);
const failed = !checked || !tested || silent.length > 0;
if (failed && total.failed === 0) total.failed = 1;
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(failed ? 1 : 0);
