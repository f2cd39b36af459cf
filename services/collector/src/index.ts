export { type CollectorParts, startCollector } from './start-collector.ts';
