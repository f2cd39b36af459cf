import { spawnSync } from 'node:child_process';
import { afterAll, expect, test } from '@jest/globals';
import { cleanUp, startServer, temporaryFolder, until } from './testing/earshot-process.ts';

const missing = spawnSync('python3', ['-c', 'import requests']).status !== 0;
const required = process.env['EARSHOT_REQUIRE_ENGINES'] === '1';
if (missing && !required) process.stderr.write('python-client: skipped, since python3 with requests is not here\n');
const testWithPython = missing && !required ? test.skip : test;

afterAll(cleanUp);

testWithPython('the Python client of old works unmodified, and what it sent is found', async () => {
  const server = await startServer(temporaryFolder());
  const { port } = new URL(server.address);
  const program = `import requests
print(requests.post('http://localhost:${port}/feedback_and_evaluation', data={'feedback': '很好', 'evaluation': 5}).json()['id'])`;
  const { stdout, stderr, status } = spawnSync('python3', ['-c', program], { encoding: 'utf8', env: { ...process.env, PYTHONUTF8: '1' } });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const id = stdout.trim();
  const document = await until(async () => {
    const answer = await fetch(`${server.address}/v1/documents/${id}`);
    return answer.ok ? ((await answer.json()) as { document: { text: string; rating: { value: number } } }).document : null;
  });
  expect([document.text, document.rating.value]).toEqual(['很好', 5]);
  expect(await server.stop()).toBe(0);
});
