import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { read, root } from './read.ts';

const earshot = (...args: readonly string[]): string => {
  const { stdout, stderr } = spawnSync(process.execPath, [path.join(root, 'services/standalone/bin/earshot.js'), ...args], {
    encoding: 'utf8',
  });
  return stdout + stderr;
};

interface Service {
  readonly build?: unknown;
  readonly command?: readonly string[];
  readonly profiles?: readonly string[];
}

const services = Object.values((parse(read('docker-compose.yml'), { merge: true }) as { services: Record<string, Service> }).services);
const commands = services
  .filter(({ build, profiles = [] }) => build !== undefined && profiles.length === 0)
  .map(({ command = [] }) => command);

test('docker compose and the chart start roles that the command line has, and all of them', () => {
  const roles = /Allowed choices are ([^.]+)\./u.exec(earshot('run', 'nothing'))?.[1]?.split(', ') ?? [];
  const started = new Set(commands.filter(([verb]) => verb === 'run').map(([, role = '']) => role));
  expect(roles.length).toBeGreaterThan(3);
  expect([...started].sort()).toEqual([...roles].sort());
  const { services: charted } = parse(read('infra/helm/earshot/values.yaml')) as { services: Record<string, { enabled?: boolean }> };
  const refused = Object.keys(charted).filter((role) => !roles.includes(role));
  expect(refused.filter((role) => charted[role]?.enabled !== false)).toEqual([]);
});

test.each(commands.filter(([verb, what]) => verb !== 'run' && what === 'apply'))('earshot %s %s is a command', (verb, what) => {
  expect(earshot(verb ?? '', what ?? '', '--help')).toContain(`Usage: earshot ${verb} ${what}`);
});
