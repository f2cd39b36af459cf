import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));
const pages = [
  path.join(root, 'README.md'),
  ...readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md') && !name.includes('node_modules'))
    .map((name) => path.join(root, 'docs', name)),
];

const linksOf = (page: string): string[] =>
  [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/gu)].map(([, target = '']) => target);

/** Paths in code spans that look like files of the repository. */
const pathsOf = (page: string): string[] =>
  [...readFileSync(page, 'utf8').matchAll(/`((?:packages|services|infra|docs|benchmarks)\/[\w./-]+)`/gu)].map(([, name = '']) => name);

describe('no page names what is not there', () => {
  test.each(pages.map((page) => [path.relative(root, page), page]))('%s', (_, page) => {
    const broken = [
      ...linksOf(page).filter((target) => !existsSync(path.resolve(path.dirname(page), target))),
      ...pathsOf(page).filter((name) => !existsSync(path.join(root, name))),
    ];
    expect(broken).toEqual([]);
  });
});
