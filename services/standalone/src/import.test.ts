import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { cleanUp, earshot, temporaryFolder } from './testing/earshot-process.ts';

afterAll(cleanUp);

test('the reject file names file, place and code of every bad item; a second import adds nothing', async () => {
  const dir = temporaryFolder();
  const file = path.join(dir, 'feedback.ndjson');
  const rejects = path.join(dir, 'rejects.ndjson');
  writeFileSync(file, '{"feedback":"快递太慢"}\n{"feedback":\n{"feedback":7}\n{"feedbak":"x"}\n{"feedback":"slow"}\n');
  const words = ['import', file, '--as', 'web', '--format', 'ndjson', '--data', path.join(dir, 'data'), '--rejects', rejects, '--json'];
  const first = await earshot(words);
  expect(first.code).toBe(1);
  expect(JSON.parse(first.stdout)).toMatchObject({ accepted: 2, rejected: 3 });
  expect(first.stderr).toContain(rejects);
  const told = readFileSync(rejects, 'utf8').trimEnd().split('\n');
  expect(told.map((line) => (JSON.parse(line) as { code: string }).code)).toEqual([
    'err:intake:client:malformed-json',
    'err:intake:client:wrong-type',
    'err:intake:client:unknown-field',
  ]);
  for (const line of told) expect(JSON.parse(line)).toMatchObject({ file, path: expect.stringMatching(/\d/u) });

  await earshot(words);
  const { stdout } = await earshot(['export', '--data', path.join(dir, 'data')]);
  expect(stdout.trimEnd().split('\n')).toHaveLength(2);
});
