#!/usr/bin/env node
// Finds a runtime that is new enough, then hands over to src/main.ts. Plain JavaScript on purpose: Node 20 must be able to read it.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const enough = ([major, minor]) => major > 22 || (major === 22 && minor >= 22);
const current = process.versions.node.split('.').map(Number);
const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** The runtime that npm installed beside the project, where its package exists for this machine. */
const bundledRuntime = () => {
  const system = process.platform === 'win32' ? 'win' : process.platform;
  try {
    const manifest = createRequire(import.meta.url).resolve(`node-${system}-${process.arch}/package.json`);
    return path.join(path.dirname(manifest), 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  } catch {
    return undefined;
  }
};

const runtime = enough(current) ? process.execPath : bundledRuntime();
if (runtime === undefined) {
  process.stderr.write(
    `earshot needs Node 22.22 or newer; this is ${process.version}, and no runtime package exists for ${process.platform} ${process.arch}.\n` +
      'Install a current Node from nodejs.org (or: nvm install 24), then run the same command again.\n',
  );
  process.exit(2);
}

// node:sqlite announces itself as experimental on Node 22; a bounded heap and a small nursery keep the resident set small.
const flags = createRequire(import.meta.url)('./runtime-flags.json');
// glibc gives every thread an arena of its own, which the native segmenter fills; two are enough.
const env = { MALLOC_ARENA_MAX: '2', ...process.env };
const child = spawn(runtime, [...flags, main, ...process.argv.slice(2)], { stdio: 'inherit', env });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  // The terminal sends SIGINT to the whole group; passing it on would make it count twice.
  process.on(signal, () => {
    if (signal !== 'SIGINT') child.kill(signal);
  });
}
child.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal === null ? 1 : 128);
});
