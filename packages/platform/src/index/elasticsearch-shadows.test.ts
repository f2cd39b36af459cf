import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { documentVersion } from '@earshot/model';
import { describeWithEngines } from '@earshot/testkit';
import { systemClock } from '../clock/system.ts';
import { contractAnalyser } from './contract-analyser.ts';
import { contractDocument } from './contract-documents.ts';
import { collect, remove } from './contract-setup.ts';
import { openTestIndex, silent } from './elasticsearch-fixture.ts';
import { elasticsearchShadows } from './elasticsearch-shadows.ts';
import type { Versioned } from './port.ts';

const at = (id: string, revision: number, generation: number, intent: 'complaint' | 'praise' = 'complaint'): Versioned => {
  const document = contractDocument(id, { revision, intent, contentHash: `hash ${id} ${revision}` });
  return { tag: 'put', id, version: documentVersion(revision, generation), document };
};

describeWithEngines(['elasticsearch'], 'a shadow beside the live index', ({ elasticsearch }) => {
  const live = openTestIndex(elasticsearch, contractAnalyser);
  const shadows = elasticsearchShadows({
    url: elasticsearch,
    prefix: live.prefix,
    analyser: contractAnalyser,
    clock: systemClock,
    telemetry: silent,
    refresh: true,
    replicas: 0,
  });
  beforeAll(async () => {
    await live.index.apply();
  });
  afterAll(async () => {
    await shadows.close();
    await live.dispose();
  });
  const visible = async (): Promise<readonly string[]> =>
    (await collect(live.index.scan({ op: 'all' }))).map(({ id, revision, intent }) => `${id} ${revision} ${intent}`).sort();

  test('a shadow is built, compared and put in place; what only the live index had is carried over', async () => {
    await live.index.write(['a', 'b', 'c', 'd'].map((id) => at(id, 1, 3)));
    await live.index.write([remove('d', documentVersion(2, 0))]);
    const thrown = await shadows.openShadow('again');
    await thrown.index.write([at('thrown-away', 1, 0)]);
    const { index, generation } = await shadows.openShadow('again');
    expect(generation).toBe(4);
    await index.write([at('a', 1, generation, 'praise'), at('b', 1, generation), at('d', 1, generation), at('e', 1, generation)]);
    await index.write([remove('c', documentVersion(1, generation))]);
    expect(await visible()).toEqual(['a 1 complaint', 'b 1 complaint', 'c 1 complaint']);
    expect(await shadows.diff('again', { op: 'all' })).toEqual({
      same: 1,
      onlyLive: { count: 1, samples: ['c'] },
      onlyShadow: { count: 2, samples: expect.arrayContaining(['d', 'e']) as unknown },
      different: { count: 0, samples: [] },
      relabelled: { count: 1, samples: ['a'] },
    });
    await live.index.write([at('f', 1, 0), at('b', 2, 0)]);
    expect(await shadows.swap('again')).toEqual({ carried: 3 });
    expect(await visible()).toEqual(['a 1 praise', 'b 2 complaint', 'e 1 complaint', 'f 1 complaint']);
    // Both sides' tombstones hold for what comes late.
    expect((await live.index.write([at('c', 1, 3), at('d', 1, 3)])).map(({ tag }) => tag)).toEqual(['stale', 'stale']);
    expect((await live.index.write([at('g', 1, 0)]))[0]).toEqual({ tag: 'done' });
    expect(await live.index.check()).toEqual({ created: [], drift: [] });
    expect((await live.index.reindex()).months[0]).toMatchObject({ documents: 5 });
    expect(await visible()).toHaveLength(5);
  });

  test('a name that no shadow has is an error', async () => {
    await expect(shadows.swap('nothing')).rejects.toThrow(RangeError);
    await expect(shadows.openShadow('No Name')).rejects.toThrow(RangeError);
  });
});
