import path from 'node:path';
import { openSqliteLog, systemClock } from '@earshot/platform';
import { afterAll, expect, test } from '@jest/globals';
import { cleanUp, earshot, startServer, temporaryFolder, until } from './testing/earshot-process.ts';

afterAll(cleanUp);

interface Groups {
  readonly groups: readonly { readonly fingerprint: string; readonly count: number; readonly samples: readonly string[] }[];
}

test('dead letters are listed, shown and retried beside a running server, whose pipeline takes them up', async () => {
  const dir = path.join(temporaryFolder(), 'data');
  const server = await startServer(temporaryFolder(), ['--data', dir]);
  const log = openSqliteLog({ dir, clock: systemClock });
  await log.append('raw', [{ key: 'k', value: Buffer.from('{"no":"record"'), headers: { ce_id: 'x' } }]);
  const list = async (): Promise<Groups> => JSON.parse((await earshot(['dead', 'list', '--data', dir, '--json'])).stdout) as Groups;
  const first = await until(async () => {
    const { groups } = await list();
    return groups[0];
  });
  expect(first).toMatchObject({ count: 1, code: 'err:stage:client:unreadable-record' });
  const [id = ''] = first.samples;
  expect((await earshot(['dead', 'show', id, '--data', dir, '--json'])).stdout).toContain('no');
  expect((await earshot(['dead', 'show', 'raw/0/77', '--data', dir])).code).toBe(2);

  for (const words of [
    ['dead', 'retry'],
    ['dead', 'discard'],
    ['dead', 'retry', '--all', '--id', id],
    ['dead', 'retry', '--all', '--limit', '0'],
  ]) {
    expect((await earshot([...words, '--data', dir])).code).toBe(2);
  }
  const retry = async (...words: string[]): Promise<unknown> =>
    JSON.parse((await earshot(['dead', 'retry', '--id', id, '--data', dir, '--json', ...words])).stdout);
  expect(await retry('--dry-run')).toMatchObject({ retried: 1 });
  expect(await retry()).toMatchObject({ retried: 1, skipped: 0 });
  expect(await retry()).toMatchObject({ retried: 0, skipped: 1 });
  // It dies again, under its new place.
  const again = await until(async () => {
    const { groups } = await list();
    return groups[0];
  });
  expect(again.samples).not.toEqual(first.samples);
  const answer = await fetch(`${server.address}/v1/dead-letters/discard`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ fingerprint: again.fingerprint }),
  });
  expect(await answer.json()).toEqual({ discarded: 1, skipped: 1, unknown: 0 });
  expect(await list()).toEqual({ groups: [] });
  await log.close();
  expect(await server.stop()).toBe(0);
});
