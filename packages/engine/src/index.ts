export { hop, type Hop } from './hop.ts';
export type { Answer, MemoryStep, PlainStep, Question, StageSettings, Step, StepContext } from './step.ts';
