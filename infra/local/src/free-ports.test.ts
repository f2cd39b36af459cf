import { createServer } from 'node:net';
import { expect, test } from '@jest/globals';
import { areFree, freePorts } from './free-ports.ts';

test('ports are all different, and free', async () => {
  const ports = await freePorts(20);
  expect(new Set(ports).size).toBe(20);
  expect(await areFree(ports)).toBe(true);
});

test('a port that somebody listens on is not free, and the others are given back', async () => {
  const [held = 0, other = 0] = await freePorts(2);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(held, '127.0.0.1', resolve));
  try {
    expect(await areFree([other, held])).toBe(false);
    expect(await areFree([other])).toBe(true);
  } finally {
    server.close();
  }
});
