#!/usr/bin/env node
// Runs jest on the package in the working directory, with the one configuration that all packages share.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { onlyMarked, withRunning } from './engines.ts';

const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
const config = fileURLToPath(new URL('../jest/jest.config.ts', import.meta.url));
const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
// Turbo gives its tasks TURBO_HASH: there check.ts has chosen the engines.
const env = process.env['TURBO_HASH'] === undefined ? withRunning(process.env) : onlyMarked(process.env);
const { status } = spawnSync(process.execPath, [...flags, jest, '--config', config, '--rootDir', process.cwd(), ...process.argv.slice(2)], {
  stdio: 'inherit',
  env,
});
process.exit(status ?? 1);
