export { announceIndexed } from './announce-indexed.ts';
export { startIndexer, type IndexerParts } from './start-indexer.ts';
