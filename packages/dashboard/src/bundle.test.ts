import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Asset, bundleDashboard } from './index.ts';

let assets: readonly Asset[] = [];

beforeAll(async () => {
  assets = await bundleDashboard();
});

const text = (asset: Asset): string => new TextDecoder().decode(asset.bytes);
const page = (): string =>
  assets
    .filter(({ path }) => path === 'index.html')
    .map(text)
    .join('');

describe('the bundle', () => {
  test('the first load is below 250 KB gzipped, with every chunk counted', () => {
    const bytes = assets.reduce((sum, asset) => sum + gzipSync(asset.bytes).length, 0);
    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThan(250_000);
  });

  test('charts come in a file of their own', () => {
    expect(assets.filter(({ path }) => path.endsWith('.js')).length).toBeGreaterThanOrEqual(3);
    expect(page()).not.toContain('charts-');
  });

  test('the page names only files that are there', () => {
    const named = [...page().matchAll(/(?:src|href)="\/([^"]+)"/gu)].map(([, path]) => path);
    expect(named).toHaveLength(4);
    expect(assets.map(({ path }) => path)).toEqual(expect.arrayContaining(named));
  });

  test('nothing is inline, so the strictest policy holds', () => {
    expect(page()).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=/u);
  });

  test('nothing is fetched from another host', () => {
    for (const asset of assets) {
      const hosts = [...text(asset).matchAll(/https?:\/\/([\w.-]+)/gu)].map(([, host]) => host);
      expect(hosts.filter((host) => host !== 'www.w3.org')).toEqual([]);
    }
  });

  test('only hashed names may be cached for ever, and equal sources give equal names', async () => {
    expect(assets.filter(({ immutable }) => !immutable).map(({ path }) => path)).toEqual(['index.html']);
    for (const { path, immutable } of assets) if (immutable) expect(path).toMatch(/^assets\/[\w-]+-\w{8}\.(js|css|svg)$/u);
    const again = await bundleDashboard();
    expect(again.map(({ path }) => path)).toEqual(assets.map(({ path }) => path));
  });

  test('every file has a content type', () => {
    expect(assets.filter(({ contentType }) => !/^(text|image)\/[\w+]+/u.test(contentType))).toEqual([]);
  });
});
