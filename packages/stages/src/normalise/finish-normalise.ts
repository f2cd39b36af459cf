import type { PlainStep } from '@earshot/engine';
import { ok, type Turn } from '@earshot/model';
import { leaveBehind } from '../leave-behind.ts';
import type { CleanedRecord, Normalised } from '../records.ts';
import type { KindKnownRecord } from './decide-kind.ts';

const working = new Set('rated timed heard identified threaded decided'.split(' ') as (keyof KindKnownRecord)[]);
const place = new Set(['start', 'end']);

const turnsOf = ({ turns }: CleanedRecord['cleaned']): Turn[] | undefined =>
  turns?.map((turn) => leaveBehind({ ...turn, role: turn.role ?? 'customer' }, place));

/** Gathers what the steps found; their working fields end here. */
export const finishNormalise: PlainStep<KindKnownRecord, Normalised> = {
  kind: 'plain',
  name: 'finish-normalise',
  version: '1',
  decide: (record) => {
    const { rated, timed, heard, identified, threaded, decided } = record;
    const turns = turnsOf(record.cleaned);
    const normalised: Normalised['normalised'] = {
      ...timed,
      language: heard.language,
      languages: heard.spans,
      ...(rated.rating === undefined ? {} : { rating: rated.rating }),
      author: identified,
      conversation: threaded,
      kind: decided,
      ...(turns === undefined ? {} : { turns }),
      provenance: rated.provenance,
    };
    return ok({ ...leaveBehind(record, working), normalised });
  },
};
