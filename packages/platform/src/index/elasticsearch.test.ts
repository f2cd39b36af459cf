import { describeWithEngines } from '@earshot/testkit';
import { describeIndexContract } from './contract.ts';
import { openTestIndex } from './elasticsearch-fixture.ts';

describeWithEngines(['elasticsearch'], 'index on Elasticsearch', ({ elasticsearch }) => {
  describeIndexContract('Elasticsearch', async (analyser) => openTestIndex(elasticsearch, analyser));
});
