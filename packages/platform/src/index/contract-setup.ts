import { afterAll, beforeAll } from '@jest/globals';
import type { FeedbackDocument } from '@earshot/model';
import { contractAnalyser } from './contract-analyser.ts';
import type { Index, QueryAnalyser, Versioned } from './port.ts';

/** An index of its own, empty, for one group of tests. */
interface IndexUnderTest {
  readonly index: Index;
  /** Closes the index and removes what it left. */
  dispose(): Promise<void>;
}

export type OpenIndex = (analyser: QueryAnalyser) => Promise<IndexUnderTest>;

export const put = (document: FeedbackDocument, version = 1): Versioned => ({ tag: 'put', id: document.id, version, document });

export const remove = (id: string, version: number): Versioned => ({ tag: 'delete', id, version, deletedAt: '2026-11-24T09:00:00.000Z' });

/** One index for the tests of a group, holding these documents from the start. */
export const sharedIndex = (open: OpenIndex, documents: readonly FeedbackDocument[] = []): { readonly index: Index } => {
  const shared: { under?: IndexUnderTest } = {};
  beforeAll(async () => {
    shared.under = await open(contractAnalyser);
    await shared.under.index.apply();
    if (documents.length > 0) await shared.under.index.write(documents.map((document) => put(document)));
  });
  afterAll(async () => shared.under?.dispose());
  return {
    get index() {
      if (shared.under === undefined) throw new Error('the index is not open yet');
      return shared.under.index;
    },
  };
};

/** Every document of a scan. */
export const collect = async (documents: AsyncIterable<FeedbackDocument>): Promise<readonly FeedbackDocument[]> => {
  const list: FeedbackDocument[] = [];
  for await (const document of documents) list.push(document);
  return list;
};
