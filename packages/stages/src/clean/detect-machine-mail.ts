import type { PlainStep } from '@earshot/engine';
import { ok } from '@earshot/model';
import { classifyMachineMail, type MachineMail } from '@earshot/text';
import type { TidyRecord } from './normalise-characters.ts';

export interface MachineChecked {
  readonly machineMail: MachineMail | null;
}

export type MachineCheckedRecord = TidyRecord & MachineChecked;

/** Tells auto-replies, bounces, newsletters, calendar mail and our own mail from a person's. */
export const detectMachineMail: PlainStep<TidyRecord, MachineChecked> = {
  kind: 'plain',
  name: 'detect-machine-mail',
  version: '1',
  decide: (record) => {
    const { title, body } = record.tidy.layer;
    const asked = record.channel === 'email' && !record.deleted;
    return ok({ ...record, machineMail: asked ? (classifyMachineMail(record.headers ?? {}, title, body) ?? null) : null });
  },
};
