import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { registry } from '@earshot/connectors';
import type { Channel } from '@earshot/model';
import { afterAll, describe, expect, test } from '@jest/globals';
import { cleanUp, earshot, sampleFolder, startServer, temporaryFolder, until } from './testing/earshot-process.ts';

afterAll(cleanUp);

interface SampleFile {
  readonly path: string;
  readonly channel: Channel;
  readonly account: string;
  readonly format: string;
}

/** Every id that the sample holds. */
const sampleIds = async (): Promise<string[]> => {
  const manifest = JSON.parse(readFileSync(path.join(sampleFolder, 'manifest.json'), 'utf8')) as readonly SampleFile[];
  const ids = new Set<string>();
  for (const { path: filename, channel, account, format } of manifest) {
    const meta = { account, format, filename: path.basename(filename), receivedAt: '2026-11-24T00:00:00.000Z', receipt: 'sample' };
    for (const item of await registry[channel].parse(readFileSync(path.join(sampleFolder, filename)), meta)) {
      if (item.tag === 'item' && !item.record.deleted) ids.add(item.record.id);
    }
  }
  return [...ids].toSorted();
};

const exportedIds = async (address: string): Promise<string[]> => {
  const text = await (await fetch(`${address}/v1/export`)).text();
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => (JSON.parse(line) as { id: string }).id).toSorted();
};

const deadLetters = async (address: string): Promise<string[]> =>
  (await (await fetch(`${address}/metrics`)).text()).split('\n').filter((line) => /^earshot_\w*dead\w*\{.*\} [1-9]/u.test(line));

const oneLineWithoutStack = (text: string): void => {
  expect(text).toContain('earshot: ');
  expect(text).not.toMatch(/\n\s+at /u);
};

describe('npm start', () => {
  test('invites with three things to try, streams the sample in, and a second start doubles nothing', async () => {
    const dir = temporaryFolder();
    const marker = path.join(dir, 'sample-data');
    const expected = await sampleIds();
    const first = await startServer(dir, ['--demo']);
    expect(first.stderr()).toMatch(/Earshot listens at http:\/\/localhost:\d+/u);
    for (const number of [1, 2, 3]) expect(first.stderr()).toContain(`${number}. `);
    await until(async () => existsSync(marker));
    expect(first.stderr()).toContain('sample data');
    expect(await exportedIds(first.address)).toEqual(expected);
    expect(await first.stop()).toBe(0);
    expect(first.stderr()).toContain('Stopped.');

    const second = await startServer(dir, ['--demo']);
    await until(async () => second.stderr().includes('there already'));
    expect(await exportedIds(second.address)).toEqual(expected);
    expect(await second.stop()).toBe(0);

    // Without the marker the whole sample really comes in again.
    rmSync(marker);
    const third = await startServer(dir, ['--demo']);
    await until(async () => existsSync(marker));
    expect(await exportedIds(third.address)).toEqual(expected);
    expect(await deadLetters(third.address)).toEqual([]);
    expect(await third.stop()).toBe(0);
  }, 90_000);

  test('a busy port and a busy folder end with exit code 2 and the way out', async () => {
    const dir = temporaryFolder();
    const server = await startServer(dir);
    const port = new URL(server.address).port;
    const busyPort = await earshot(['start', '--data', temporaryFolder(), '--port', port]);
    expect(busyPort.code).toBe(2);
    expect(busyPort.stderr).toContain(`port ${port} is taken`);
    expect(busyPort.stderr).toContain('--port');
    oneLineWithoutStack(busyPort.stderr);
    const busyFolder = await earshot(['start', '--data', dir, '--port', '0']);
    expect(busyFolder.code).toBe(2);
    expect(busyFolder.stderr).toContain(`process ${server.pid} at ${server.address}`);
    expect(busyFolder.stderr).toContain('--data');
    oneLineWithoutStack(busyFolder.stderr);
    expect(await server.stop()).toBe(0);
  });

  test('a folder that cannot be written is named with the way out, without a stack', async () => {
    const file = path.join(temporaryFolder(), 'a-file');
    writeFileSync(file, '');
    const { code, stderr } = await earshot(['start', '--data', path.join(file, 'below'), '--port', '0']);
    expect(code).toBe(1);
    expect(stderr).toContain(file);
    expect(stderr).toContain('--data');
    oneLineWithoutStack(stderr);
  });

  test('listens to other machines only with keys', async () => {
    const { code, stderr } = await earshot(['start', '--data', temporaryFolder(), '--host', '0.0.0.0', '--port', '0']);
    expect(code).toBe(2);
    expect(stderr).toContain('Add keys');
    oneLineWithoutStack(stderr);
  });

  test('with keys every role reaches its own calls only', async () => {
    const dir = temporaryFolder();
    const config = path.join(dir, 'earshot.config.json');
    const roles = ['ingest', 'analyst', 'admin'] as const;
    const keys = roles.map((role) => ({ name: role, role, secret: { sha256: createHash('sha256').update(`key-${role}`).digest('hex') } }));
    writeFileSync(config, JSON.stringify({ keys }));
    const server = await startServer(dir, ['--config', config, '--host', '0.0.0.0']);
    const address = `http://127.0.0.1:${new URL(server.address).port}`;
    const ask = async (key: string | null, call: 'post' | 'search'): Promise<number> => {
      const headers = { 'content-type': 'application/json', ...(key === null ? {} : { authorization: `Bearer ${key}` }) };
      const { status } =
        call === 'post'
          ? await fetch(`${address}/v1/feedback`, { method: 'POST', headers, body: '{"feedback":"很好"}' })
          : await fetch(`${address}/v1/search`, { headers });
      return status;
    };
    const table: readonly [key: string | null, post: number, search: number][] = [
      [null, 401, 401],
      ['key-of-nobody', 401, 401],
      ['key-ingest', 202, 403],
      ['key-analyst', 403, 200],
      ['key-admin', 202, 200],
    ];
    for (const [key, post, search] of table) expect([key, await ask(key, 'post'), await ask(key, 'search')]).toEqual([key, post, search]);
    expect((await fetch(`${address}/healthz`)).status).toBe(200);
    expect(await server.stop()).toBe(0);
  });

  test('SIGTERM finishes what was accepted: it is there after the next start', async () => {
    const dir = temporaryFolder();
    const server = await startServer(dir);
    const body = Array.from({ length: 2000 }, (_, number) =>
      JSON.stringify({ id: `${number}`, feedback: `第${number}次：配送员很热情` }),
    ).join('\n');
    const answer = await fetch(`${server.address}/v1/feedback`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body,
    });
    expect(answer.status).toBe(202);
    expect(await server.stop()).toBe(0);
    const next = await startServer(dir);
    await until(async () => (await exportedIds(next.address)).length === 2000);
    expect(new Set(await exportedIds(next.address)).size).toBe(2000);
    expect(await next.stop()).toBe(0);
  });

  test('an import beside a running server goes through the server', async () => {
    const dir = temporaryFolder();
    const server = await startServer(dir);
    const file = path.join(sampleFolder, 'web', 'shop-reviews.gb18030.csv');
    const { code, stdout } = await earshot(['import', file, '--data', dir, '--json', '--rejects', path.join(dir, 'rejects')]);
    expect(code).toBe(0);
    const { accepted } = JSON.parse(stdout) as { accepted: number };
    expect(accepted).toBeGreaterThan(0);
    expect(await exportedIds(server.address)).toHaveLength(accepted);
    expect(await server.stop()).toBe(0);
  });
});
