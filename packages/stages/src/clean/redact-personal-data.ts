import type { PlainStep } from '@earshot/engine';
import { ok, type RawTurn, type Redaction } from '@earshot/model';
import { fold, redact } from '@earshot/text';
import type { Cleaned, Span } from '../records.ts';
import type { MachineCheckedRecord } from './detect-machine-mail.ts';

type CleanedTurn = NonNullable<Cleaned['cleaned']['turns']>[number];

export interface Redacted {
  readonly redacted: {
    readonly title: string;
    readonly text: string;
    /** `text` in the form of comparison; as long as `text`. */
    readonly folded: string;
    readonly turns: readonly CleanedTurn[];
    readonly focus: readonly Span[];
    readonly redactions: readonly Redaction[];
  };
}

export type RedactedRecord = MachineCheckedRecord & Redacted;

/** Joins redacted parts by line feeds and moves their spans along. */
const joiner = (): { add(part: string): Span & { readonly text: string }; text(): string; redactions: Redaction[] } => {
  const redactions: Redaction[] = [];
  const texts: string[] = [];
  let length = 0;
  return {
    redactions,
    text: () => texts.join('\n'),
    add: (part) => {
      const { text, redactions: found } = redact(part);
      const start = texts.length === 0 ? 0 : length + 1;
      for (const span of found) redactions.push({ type: span.type, start: start + span.start, end: start + span.end });
      texts.push(text);
      length = start + text.length;
      return { start, end: length, text };
    },
  };
};

/** The customer's turns; all of them where the roles are unknown. */
const focusOf = (turns: readonly CleanedTurn[]): Span[] => {
  const known = turns.some(({ role }) => role !== undefined);
  return turns
    .filter(({ role, start, end }) => end > start && (!known || role === undefined || role === 'customer'))
    .map(({ start, end }) => ({ start, end }));
};

const cleanedTurns = (given: readonly RawTurn[], texts: readonly string[], add: ReturnType<typeof joiner>['add']): CleanedTurn[] =>
  texts.map((text, at) => ({ ...(given[at] ?? { speaker: '' }), ...add(text) }));

/** Masks personal data in title, text and turns; spans refer to the masked text. */
export const redactPersonalData: PlainStep<MachineCheckedRecord, Redacted> = {
  kind: 'plain',
  name: 'redact-personal-data',
  version: '1',
  decide: (record) => {
    const { title, body, turns: texts } = record.tidy.layer;
    const join = joiner();
    const whole = body === '' && texts.length > 0 ? null : join.add(body);
    const turns = cleanedTurns(record.turns ?? [], texts, join.add);
    const focus = turns.length > 0 ? focusOf(turns) : whole === null || whole.end === 0 ? [] : [{ start: 0, end: whole.end }];
    const redactedTitle = title === '' ? '' : redact(title).text;
    const text = join.text();
    return ok({ ...record, redacted: { title: redactedTitle, text, folded: fold(text), turns, focus, redactions: join.redactions } });
  },
};
