export type { Target } from './disturb.ts';
export { isLocalEngineName, localEngineNames, type LocalEngineName } from './engines/registry.ts';
export { defaultFolder } from './software/places.ts';
export { startEngines, type RunningEngines } from './start-engines.ts';
export type { StartOptions } from './start-engine.ts';
export { runningEnvironment } from './status.ts';
