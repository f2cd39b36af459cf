import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { documentVersion, type FeedbackDocument } from '@earshot/model';
import { describeWithEngines } from '@earshot/testkit';
import { contractAnalyser } from './contract-analyser.ts';
import { contractDocument } from './contract-documents.ts';
import { collect, remove } from './contract-setup.ts';
import { openTestIndex } from './elasticsearch-fixture.ts';
import { connectServer } from './elasticsearch-server.ts';
import type { Versioned } from './port.ts';

const one = (place: number, revision: number): Versioned => {
  const document: FeedbackDocument = contractDocument(`d${place}`, {
    '@timestamp': new Date(Date.UTC(2026, 8 + (place % 3), 5 + (place % 20))).toISOString(),
    revision,
    text: `第${revision}版 slow ${place}`,
    contentHash: `hash ${place} ${revision}`,
  });
  return { tag: 'put', id: document.id, version: documentVersion(revision, 0), document };
};

describeWithEngines(['elasticsearch'], 'a reindex beside the live index', ({ elasticsearch }) => {
  const shared: { index?: ReturnType<typeof openTestIndex> } = {};
  const under = (): ReturnType<typeof openTestIndex> => {
    if (shared.index === undefined) throw new Error('the index is not open');
    return shared.index;
  };
  const initial = Array.from({ length: 300 }, (_, place) => one(place, 1));

  beforeEach(async () => {
    shared.index = openTestIndex(elasticsearch, contractAnalyser);
    await under().index.apply();
    await under().index.write(initial);
    await under().index.write([remove('d7', documentVersion(2, 0))]);
  });
  afterEach(async () => under().dispose());

  const contents = async (): Promise<ReadonlyMap<string, number>> =>
    new Map((await collect(under().index.scan({ op: 'all' }))).map(({ id, revision }) => [id, revision]));
  const expected = (edited: number): ReadonlyMap<string, number> =>
    new Map(Array.from({ length: 300 }, (_, place) => [`d${place}`, place < edited ? 2 : 1] as const).filter(([id]) => id !== 'd7'));

  test('loses nothing of what is written meanwhile, tells counts, and can be taken back with all that came since', async () => {
    const { index } = under();
    let edited = 0;
    let running = Promise.resolve();
    const seen: number[] = [];
    const edit = (): void => {
      const from = edited;
      edited = Math.min(edited + 10, 200);
      const edits = Array.from({ length: edited - from }, (_, at) => one(from + at, 2)).filter(({ id }) => id !== 'd7');
      running = running.then(async () => {
        if (edits.length > 0) expect(new Set((await index.write(edits)).map(({ tag }) => tag))).toEqual(new Set(['done']));
      });
    };
    const report = await index.reindex({
      batch: 20,
      onProgress: ({ copied }) => {
        seen.push(copied);
        edit();
      },
    });
    await running;
    expect(report.months.map(({ index: name }) => name)).toEqual(['09', '10', '11'].map((month) => `${under().prefix}-2026.${month}-g2`));
    expect(report.months.reduce((sum, { documents, tombstones }) => sum + documents + tombstones, 0)).toBe(300);
    expect(report.months.every(({ checksum }) => /^[0-9a-f]{16}$/.test(checksum))).toBe(true);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(await contents()).toEqual(expected(edited));
    expect((await index.write([one(7, 1)]))[0]?.tag).toBe('stale');
    expect(await index.check()).toEqual({ created: [], drift: [] });

    await index.write([one(299, 2)]);
    expect(await index.rollBack()).toEqual(['09', '10', '11'].map((month) => `${under().prefix}-2026.${month}-g1`));
    expect((await contents()).get('d299')).toBe(2);
    expect(await contents()).toEqual(new Map([...expected(edited), ['d299', 2]]));
    expect((await index.write([one(298, 2)]))[0]?.tag).toBe('done');
    expect((await index.reindex()).months).toHaveLength(3);
    expect((await contents()).get('d298')).toBe(2);
  });

  test.each([1, 4, 9])('stopped after %d batches it leaves the live index as it is, and goes on from there', async (batches) => {
    const { index } = under();
    let left = batches;
    const stopped = index.reindex({
      batch: 25,
      onProgress: () => {
        left -= 1;
        if (left === 0) throw new Error('stopped');
      },
    });
    await expect(stopped).rejects.toThrow('stopped');
    expect(await contents()).toEqual(expected(0));
    await index.write([one(3, 2)]);
    let copied = 0;
    const { months } = await index.reindex({ onProgress: (progress) => (copied = progress.copied) });
    expect(copied).toBeLessThanOrEqual(301 - (batches - 1) * 25);
    expect(months.map(({ index: name }) => name.slice(-3))).toEqual(['-g2', '-g2', '-g2']);
    expect((await contents()).get('d3')).toBe(2);
    expect((await contents()).size).toBe(299);
  });

  test('stopped after the swap, the next run brings over what was left behind', async () => {
    const { index, prefix } = under();
    await index.reindex();
    const server = connectServer({ url: elasticsearch });
    // As a process that dies between the swap and the end leaves it: the old index holds a late write and has no mark.
    const old = `${prefix}-2026.09-g1`;
    await server.expect({ method: 'PUT', path: `/${old}/_settings`, body: { 'index.blocks.write': null } });
    const late = one(600, 1);
    if (late.tag !== 'put') throw new Error('not a put');
    const query = { version: `${late.version}`, version_type: 'external', refresh: 'true' };
    await server.expect({ method: 'PUT', path: `/${old}/_doc/${late.id}`, query, body: late.document });
    await server.expect({ method: 'PUT', path: `/${old}/_mapping`, body: { _meta: {} } });
    expect((await index.check()).drift).toEqual([expect.stringContaining(old)]);
    expect((await index.reindex()).caughtUp).toBeGreaterThanOrEqual(1);
    expect((await contents()).get('d600')).toBe(1);
    await server.close();
  });

  test('months of another shape are drift: nothing is written until they are rebuilt', async () => {
    const { index, prefix } = under();
    const server = connectServer({ url: elasticsearch });
    await server.expect({ method: 'PUT', path: `/${prefix}-2026.10-g1/_mapping`, body: { _meta: { shape: 'old' } } });
    const again = openTestIndex(elasticsearch, contractAnalyser, { prefix });
    expect((await again.index.apply()).drift).toEqual([expect.stringContaining('2026.10')]);
    await expect(again.index.write([one(1, 2)])).rejects.toThrow('2026.10-g1 was built for old');
    await expect(again.index.search({ op: 'all' }, { size: 1, sort: 'newest' })).rejects.toThrow('reindex');
    await again.index.reindex();
    expect((await again.index.write([one(1, 2)]))[0]?.tag).toBe('done');
    expect(await index.apply()).toEqual({ created: [], drift: [] });
    await again.index.close();
    await server.close();
  });

  test('an index that was never applied is told so, and applying twice makes nothing new', async () => {
    const fresh = openTestIndex(elasticsearch, contractAnalyser);
    await expect(fresh.index.write([one(1, 1)])).rejects.toThrow('earshot index apply');
    expect((await fresh.index.apply()).created).toHaveLength(3);
    expect(await fresh.index.apply()).toEqual({ created: [], drift: [] });
    expect((await fresh.index.search({ op: 'all' }, { size: 1, sort: 'newest' })).total.value).toBe(0);
    await fresh.dispose();
  });
});
