export { startWorker, type WorkerParts } from './start-worker.ts';
export { inputTopic, isChain } from './hop-chain.ts';
