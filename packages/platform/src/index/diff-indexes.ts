import type { FeedbackDocument, Query } from '@earshot/model';
import { isDeepStrictEqual } from 'node:util';
import type { Index } from './port.ts';
import type { Difference, IndexDiff } from './shadow-port.ts';

const mostSamples = 10;

interface Tally extends Difference {
  count: number;
  readonly samples: string[];
}

const tally = (): Tally => ({ count: 0, samples: [] });

const add = (to: Tally, id: string): void => {
  to.count += 1;
  if (to.samples.length < mostSamples) to.samples.push(id);
};

/** When and how long it was worked on is no difference. */
const unstamped = (document: FeedbackDocument): object => {
  const { indexedAt: _, journey: __, ...said } = document;
  return said;
};

type Readable = Pick<Index, 'scan' | 'get'>;

/** Compares a shadow with the live index, document by document, in bounded memory. Works on any adapter: it asks `get` for each document. */
export const diffIndexes = async (live: Readable, shadow: Readable, within: Query): Promise<IndexDiff> => {
  const diff = { same: 0, onlyLive: tally(), onlyShadow: tally(), different: tally(), relabelled: tally() };
  for await (const document of shadow.scan({ op: 'all' })) {
    const known = await live.get(document.id);
    if (known === null) add(diff.onlyShadow, document.id);
    else if (known.contentHash !== document.contentHash) add(diff.different, document.id);
    else if (isDeepStrictEqual(unstamped(known), unstamped(document))) diff.same += 1;
    else add(diff.relabelled, document.id);
  }
  for await (const { id } of live.scan(within)) if ((await shadow.get(id)) === null) add(diff.onlyLive, id);
  return diff;
};
