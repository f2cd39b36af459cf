import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, get, request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { corpusRows } from './corpus.ts';

const main = fileURLToPath(new URL('../../services/standalone/bin/earshot.js', import.meta.url));
const port = 18_765;
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

const untilReady = async (): Promise<void> => {
  for (let tries = 0; tries < 200; tries += 1) {
    const ready = await new Promise<boolean>((resolve) => {
      get({ port, path: '/readyz' }, (response) => {
        response.resume();
        resolve(response.statusCode === 200);
      }).on('error', () => resolve(false));
    });
    if (ready) return;
    await delay(100);
  }
  throw new Error('the server did not get ready');
};

/** Times of arrival of `indexed` events by document id. */
const listen = (arrivals: Map<string, number>): void => {
  get({ port, path: '/v1/events' }, (response) => {
    let rest = '';
    response.setEncoding('utf8').on('data', (chunk: string) => {
      const now = performance.now();
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const id = /^data: \{"id":"([^"]+)"/u.exec(line)?.[1];
        if (id !== undefined) arrivals.set(id, now);
      }
    });
  });
};

const post = (body: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const call = request(
      { port, method: 'POST', path: '/v1/feedback', agent, headers: { 'content-type': 'application/json' } },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () =>
          response.statusCode === 202 ? resolve((JSON.parse(text) as { id: string }).id) : reject(new Error(text)),
        );
      },
    );
    call.on('error', reject);
    call.end(body);
  });

const stop = async (child: ChildProcess): Promise<void> => {
  child.kill('SIGTERM');
  await once(child, 'exit');
};

/**
 * Posts at a steady rate against a running server. @returns for each post the time from its answer (accepted, durable) to the live feed's
 * word that it is searchable, milliseconds
 */
export const acceptedToSearchable = async (perSecond: number, seconds: number): Promise<readonly number[]> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'earshot-latency-'));
  const child = spawn(process.execPath, [main, 'start', '--data', folder, '--port', String(port)], { stdio: 'ignore' });
  try {
    await untilReady();
    const arrivals = new Map<string, number>();
    listen(arrivals);
    await delay(500);
    const accepted = new Map<string, number>();
    const pending: Promise<void>[] = [];
    const from = performance.now();
    let number = 0;
    for (const row of corpusRows(perSecond * seconds)) {
      const due = from + (number / perSecond) * 1000;
      number += 1;
      const wait = due - performance.now();
      if (wait > 1) await delay(wait);
      pending.push(
        post(JSON.stringify(row)).then((id) => {
          accepted.set(id, performance.now());
        }),
      );
    }
    await Promise.all(pending);
    for (let tries = 0; tries < 100 && arrivals.size < accepted.size; tries += 1) await delay(100);
    if (arrivals.size < accepted.size) throw new Error(`${accepted.size - arrivals.size} posts never became searchable`);
    // The word may come before the answer: then it was searchable at once.
    return [...accepted].map(([id, at]) => Math.max(0, (arrivals.get(id) ?? Number.POSITIVE_INFINITY) - at));
  } finally {
    await stop(child);
    rmSync(folder, { recursive: true, force: true });
  }
};
