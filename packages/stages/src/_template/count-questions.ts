import type { PlainStep } from '@earshot/engine';
import { ok } from '@earshot/model';
import type { CleanedRecord } from '../records.ts';

/** What the step adds. */
export interface Questioned {
  readonly questioned: { readonly count: number };
}

/** A step: what it reads, what it adds, one decision. Copy, rename, and put it into a hop of pipeline.ts behind what it reads. */
export const countQuestions: PlainStep<CleanedRecord, Questioned> = {
  kind: 'plain',
  name: 'count-questions',
  version: '1',
  decide: (record) => ok({ ...record, questioned: { count: record.cleaned.text.match(/[?？]/gu)?.length ?? 0 } }),
};
