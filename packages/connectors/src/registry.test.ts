import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { connectorConformance, loadFixtures } from './conformance.ts';
import type { Connector } from './connector.ts';
import { registry } from './registry.ts';
import { renderConnectorsPage, renderReadme } from './render-docs.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
/** Rooms that are no connectors: what all of them read with. */
const shared = new Set(['reading']);
const rooms = ['config.ts', 'fixtures', 'index.ts', 'parse.ts', 'README.md'];

const connectorFolders = (): string[] =>
  readdirSync(here).filter((name) => !name.startsWith('_') && !shared.has(name) && statSync(path.join(here, name)).isDirectory());

test('every connector folder has its line in the registry, and every line its folder', () => {
  expect(Object.keys(registry).sort()).toEqual(connectorFolders().sort());
  for (const [name, { spec }] of Object.entries(registry)) expect(spec.name).toBe(name);
});

test.each([...connectorFolders(), '_template'])('%s has the fixed rooms', (folder) => {
  const files = readdirSync(path.join(here, folder));
  expect(rooms.filter((room) => !files.includes(room))).toEqual([]);
  expect(files.some((file) => file === 'receive.ts' || file === 'poll.ts')).toBe(true);
  expect(files.some((file) => file.endsWith('.test.ts'))).toBe(true);
});

describe('generated documentation is current (npm run docs -w packages/connectors)', () => {
  test('docs/connectors.md', () => {
    expect(readFileSync(new URL('../../../docs/connectors.md', import.meta.url), 'utf8')).toBe(renderConnectorsPage(registry));
  });
  test.each(Object.keys(registry))('README of %s', (name) => {
    const readme = readFileSync(path.join(here, name, 'README.md'), 'utf8');
    expect(renderReadme((registry as Record<string, Connector>)[name] as Connector, readme)).toBe(readme);
  });
});

// The recipe "new connector" of the README, performed: copy the template, rename it, add one line to the registry.
const folder = path.join(here, `_recipe-${process.pid}`);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
afterAll(() => rmSync(folder, { recursive: true, force: true }));
cpSync(path.join(here, '_template'), path.join(folder, 'notes'), { recursive: true });
for (const file of ['index.ts', 'parse.ts', 'receive.ts', 'config.ts']) {
  const source = path.join(folder, 'notes', file);
  const renamed = readFileSync(source, 'utf8').replaceAll('template', 'notes').replaceAll('Template', 'Notes');
  writeFileSync(source, renamed.replaceAll("from '../", "from '../../"));
}
const withNotes = readFileSync(path.join(here, 'registry.ts'), 'utf8')
  .replaceAll("from './", "from '../")
  .replace('import ', "import { notes } from './notes/index.ts';\nimport ")
  .replace('export const registry = {\n', 'export const registry = {\n  notes,\n');
writeFileSync(path.join(folder, 'registry.ts'), withNotes);

const recipe = (await import(pathToFileURL(path.join(folder, 'registry.ts')).href)) as { registry: Record<string, Connector> };
const notes = recipe.registry['notes'];

test('a copy of the template and one line make a connector, its docs included', () => {
  expect(Object.keys(recipe.registry).sort()).toEqual([...Object.keys(registry), 'notes'].sort());
  expect(renderConnectorsPage(recipe.registry)).toContain('## notes');
});

if (notes !== undefined) connectorConformance(notes, loadFixtures(path.join(folder, 'notes', 'fixtures')));
