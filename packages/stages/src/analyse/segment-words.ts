import { ruleVersions, searchWords, segment, type Token } from '@earshot/text';
import { ok } from '@earshot/model';
import type { PlainStep } from '@earshot/engine';
import type { NormalisedRecord } from '../records.ts';
import { focusView } from './focus-view.ts';

/** What the analyse steps share on their way; `finish-analysis` leaves it behind. */
export interface Segmented {
  readonly segmented: {
    /** Search tokens of the whole text, separated by spaces. */
    readonly tokens: string;
    /** Words inside the focus. */
    readonly words: readonly Token[];
    /** Folded text of the focus, as long as it reaches; offsets are those of `cleaned.text`. */
    readonly view: string;
    /** Nothing of a customer to read: machine mail, our own replies, empty or deleted messages. */
    readonly quiet: boolean;
    /** Written in a language that the analysis reads. */
    readonly readable: boolean;
  };
}

/** Feeling and wish are told early; what stands behind is still found by search. */
const analysedUnits = 20_000;

const isReadable = (language: string): boolean => /^(?:zh|en|mixed|und)\b/.test(language);

const isQuiet = ({ cleaned, normalised, deleted }: NormalisedRecord): boolean =>
  deleted || cleaned.quality.empty || cleaned.machine !== undefined || normalised.kind === 'machine' || normalised.kind === 'reply';

export const segmentWords: PlainStep<NormalisedRecord, Segmented> = {
  kind: 'plain',
  name: 'segment-words',
  version: ruleVersions().tokens,
  decide: (record) => {
    const { text, focus } = record.cleaned;
    const segmentation = segment(text);
    const quiet = isQuiet(record);
    const view = quiet ? '' : focusView(segmentation.folded, focus, analysedUnits);
    const whole = view.length === segmentation.folded.length && view === segmentation.folded;
    const words = whole
      ? segmentation.tokens
      : segmentation.tokens.filter(({ start, end }) => focus.some((span) => start >= span.start && end <= span.end && end <= view.length));
    return ok({
      ...record,
      segmented: {
        tokens: searchWords(segmentation).join(' '),
        words: quiet ? [] : words,
        view,
        quiet,
        readable: isReadable(record.normalised.language),
      },
    });
  },
};
