#!/usr/bin/env node
// Runs jest on the package in the working directory, with the one configuration that all packages share.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
const config = fileURLToPath(new URL('../jest/jest.config.ts', import.meta.url));
const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
const { status } = spawnSync(process.execPath, [...flags, jest, '--config', config, '--rootDir', process.cwd(), ...process.argv.slice(2)], {
  stdio: 'inherit',
});
process.exit(status ?? 1);
