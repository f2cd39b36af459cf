import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { corpusRows } from '../embedded/corpus.ts';
import { addresses, type Grounds } from './space.ts';

const main = fileURLToPath(new URL('../../services/standalone/bin/earshot.js', import.meta.url));
const agent = new Agent({ keepAlive: true, maxSockets: 64 });
const askEveryMs = 50;
const warmUpPosts = 1000;

interface Service {
  readonly child: ChildProcess;
  readonly address: string;
}

const startService = async (words: readonly string[], env: NodeJS.ProcessEnv): Promise<Service> => {
  const child = spawn(process.execPath, [main, 'run', ...words, '--port', '0'], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  const address = await new Promise<string>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (said.length < 100_000) said += text;
      const found = /listens at (\S+)/u.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', (code) => reject(new Error(`${words.join(' ')} ended with ${code}: ${said}`)));
  });
  return { child, address };
};

const post = (address: string, body: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    const call = request(`${address}/v1/feedback`, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => (response.statusCode === 202 ? resolve((JSON.parse(text) as { id: string }).id) : reject(new Error(text))));
    });
    call.on('error', reject);
    call.end(body);
  });

/** Asks the index for what was posted and not found yet, until told to stop and nothing is missing. */
const watch = async (
  { elastic }: Grounds,
  index: string,
  missing: Map<string, number>,
  times: number[],
  over: () => boolean,
): Promise<void> => {
  const until = (): boolean => over() && missing.size === 0;
  for (let quiet = 0; !until() && quiet < 1200; quiet += 1) {
    await delay(askEveryMs);
    if (missing.size === 0) continue;
    const values = [...missing.keys()].slice(0, 10_000);
    const { hits } = await elastic.search({ index, _source: false, size: values.length, query: { ids: { values } } });
    const now = performance.now();
    for (const { _id = '' } of hits.hits) {
      times.push(now - (missing.get(_id) ?? now));
      missing.delete(_id);
      quiet = 0;
    }
  }
  if (missing.size > 0) throw new Error(`${missing.size} posts never became searchable`);
};

const postSteadily = async (address: string, perSecond: number, posts: number, missing: Map<string, number>): Promise<void> => {
  const pending: Promise<void>[] = [];
  const from = performance.now();
  let number = 0;
  for (const row of corpusRows(posts)) {
    const wait = from + (number / perSecond) * 1000 - performance.now();
    number += 1;
    if (wait > 1) await delay(wait);
    const sent = performance.now();
    pending.push(
      post(address, JSON.stringify(row)).then((id) => {
        missing.set(id, sent);
      }),
    );
  }
  await Promise.all(pending);
};

/**
 * Gateway, fused worker and indexer as processes of their own; posts come at a steady rate. @returns for each post the time from the call to
 * a search that finds it, milliseconds, rounded up to the next look (each 50 ms)
 */
export const postToSearchable = async (grounds: Grounds, perSecond: number, seconds: number): Promise<readonly number[]> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'earshot-latency-'));
  const { topicPrefix } = await grounds.space('latency');
  const index = grounds.indexPrefix();
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    KAFKA_BROKERS: addresses.kafka,
    ELASTICSEARCH_URL: addresses.elasticsearch,
    REDIS_URL: addresses.redis,
    EARSHOT_TOPIC_PREFIX: topicPrefix,
    EARSHOT_ELASTICSEARCH_PREFIX: index,
    EARSHOT_REDIS_PREFIX: `${grounds.name}-latency`,
    EARSHOT_DATA_DIR: folder,
    EARSHOT_PSEUDONYM_KEY: 'a key for measuring only',
  };
  const services: Service[] = [];
  try {
    for (const words of [['gateway'], ['indexer'], ['worker', '--stages', 'clean,normalise,analyse']]) {
      services.push(await startService(words, env));
    }
    const address = services[0]?.address ?? '';
    const missing = new Map<string, number>();
    let over = false;
    const times: number[] = [];
    const watching = watch(grounds, index, missing, times, () => over);
    await postSteadily(address, perSecond / 4, warmUpPosts, missing);
    await delay(2000);
    times.length = 0;
    await postSteadily(address, perSecond, perSecond * seconds, missing);
    over = true;
    await watching;
    return times;
  } finally {
    for (const { child } of services) {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    }
    rmSync(folder, { recursive: true, force: true });
  }
};
