import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { FeedbackDocument } from '@earshot/model';
import { describeWithEngines } from '@earshot/testkit';
import { comparable } from './testing/chaos-story.ts';
import { type DistributedSystem, distributedSystem } from './testing/distributed-system.ts';
import { cleanUp, earshot, sampleFolder, type Server, temporaryFolder, until } from './testing/earshot-process.ts';

const documents = (ndjson: string): Map<string, string> =>
  new Map(
    ndjson
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as FeedbackDocument)
      .map((document) => [document.id, comparable(document)]),
  );

describeWithEngines(['kafka', 'elasticsearch', 'redis'], 'the distributed system', (engines) => {
  let system: DistributedSystem;
  let gateway: Server;
  let api: Server;
  const services: Server[] = [];

  const get = async <T>(path: string): Promise<T> => (await fetch(`${api.address}${path}`)).json() as Promise<T>;

  beforeAll(async () => {
    system = distributedSystem(engines, temporaryFolder());
    const applied = await earshot(['topics', 'apply'], { env: system.env });
    expect(applied).toMatchObject({ code: 0 });
    expect(applied.stdout).toContain(`created  ${system.prefix}.feedback.raw.v1`);
    gateway = await system.start('gateway');
    api = await system.start('api');
    services.push(gateway, api, await system.start('indexer'));
    for (const stage of ['clean', 'normalise', 'analyse']) services.push(await system.start('worker', '--stages', stage));
  });
  afterAll(async () => {
    for (const service of services) expect(await service.stop()).toBe(0);
    await cleanUp();
  });

  test('the topics are as the table wants them', async () => {
    expect(await earshot(['topics', 'check'], { env: system.env })).toMatchObject({ code: 0 });
  });

  test('what a customer says is searchable, its receipt tells the way, and the live feed hears of it', async () => {
    const heard = new AbortController();
    const feed = await fetch(`${api.address}/v1/events`, { signal: heard.signal });
    const stream = feed.body?.getReader();
    let events = '';
    const reading = (async () => {
      for (let next = await stream?.read(); next?.done === false; next = await stream?.read()) events += Buffer.from(next.value).toString();
    })().catch(() => undefined);
    const send = async (text: string): Promise<{ id: string; receipt: string }> => {
      const answer = await fetch(`${gateway.address}/feedback_and_evaluation`, {
        method: 'POST',
        body: new URLSearchParams({ feedback: text, evaluation: '1' }),
      });
      expect(answer.status).toBe(202);
      return (await answer.json()) as { id: string; receipt: string };
    };
    const { id, receipt } = await send('快递太慢了，三天还没到');
    const hit = await until(async () => {
      const { hits } = await get<{ hits: { id: string; document: FeedbackDocument }[] }>(`/v1/search?q=${encodeURIComponent('太慢')}`);
      return hits.find((each) => each.id === id);
    });
    expect(hit.document).toMatchObject({ sentiment: { label: 'negative' }, language: 'zh', rating: { value: 1 } });
    const followed = await get<{ state: string; stages: { stage: string }[] }>(`/v1/receipts/${receipt}`);
    expect(followed).toMatchObject({ state: 'indexed' });
    expect(followed.stages.map(({ stage }) => stage)).toEqual(['clean', 'normalise', 'analyse', 'index']);
    await until(async () => {
      if (events.includes(id)) return true;
      await send(`太慢了 ${events.length} ${Math.random()}`);
      return events.includes('event: indexed');
    });
    heard.abort();
    await reading;
  });

  test('the sample gives the same documents as the embedded system, one by one', async () => {
    // Beside the sample lie files that no connector reads: what is rejected of them goes into a folder that is swept.
    const rejects = path.join(temporaryFolder(), 'rejects.ndjson');
    const given = ['import', '--occurred-at', '2026-11-20T10:00:00Z', '--rejects', rejects, sampleFolder];
    const imported = await earshot(given, { env: system.env });
    expect(imported.stderr).toMatch(/messages are searchable/u);
    const folder = temporaryFolder();
    await earshot(given, { env: { EARSHOT_DATA_DIR: folder } });
    const embedded = documents((await earshot(['export'], { env: { EARSHOT_DATA_DIR: folder } })).stdout);
    expect(embedded.size).toBeGreaterThan(300);
    await until(async () => {
      const { total } = await get<{ total: { value: number } }>('/v1/search?q=&size=1');
      return total.value >= embedded.size;
    });
    const distributed = documents((await earshot(['export'], { env: system.env })).stdout);
    for (const [id, document] of embedded) expect(distributed.get(id)).toEqual(document);
  });

  test('every service answers health, readiness and metrics', async () => {
    for (const { address } of services) {
      expect((await fetch(`${address}/healthz`)).status).toBe(200);
      expect((await fetch(`${address}/readyz`)).status).toBe(200);
      expect(await (await fetch(`${address}/metrics`)).text()).toContain('earshot_build_info');
    }
  });
});
