import { describe } from '@jest/globals';
import { describeAggregates } from './contract-aggregates.ts';
import { describeReads } from './contract-reads.ts';
import { describeSearch } from './contract-search.ts';
import type { OpenIndex } from './contract-setup.ts';
import { describeWrites } from './contract-writes.ts';

/** What every adapter of the index port promises; run it against each. */
export const describeIndexContract = (name: string, open: OpenIndex): void => {
  describe(`index contract: ${name}`, () => {
    describeWrites(open);
    describeSearch(open);
    describeReads(open);
    describeAggregates(open);
  });
};
