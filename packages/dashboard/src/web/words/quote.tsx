import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { Link } from '../address/link.tsx';
import type { Hit } from '../api/contract.ts';
import { decimal } from '../format/number.ts';
import { ago, dayAndTime } from '../format/time.ts';
import { ChannelIcon, Glyph, SentimentShape } from '../icons/icons.tsx';
import { languageName } from '../strings/index.ts';
import { useUi } from '../ui.ts';
import { MarkedText } from './marked-text.tsx';
import { excerptStart, marksOf } from './spans.ts';

const langOf = (language: string): string => (language === 'zh' || language === 'mixed' ? 'zh-CN' : language === 'und' ? '' : language);

interface QuoteProps {
  readonly hit: Hit;
  readonly top: number;
  readonly measured: (row: number, height: number) => void;
  readonly position: number;
  readonly total: number;
  /** Has the keyboard's cursor. */
  readonly chosen: boolean;
  readonly opened: boolean;
}

/** One message in the list: who and when above, the words below. */
export const Quote = ({ hit, top, measured, position, total, chosen, opened }: QuoteProps) => {
  const { t, address, language, now } = useUi();
  const row = useRef<HTMLLIElement>(null);
  const { document } = hit;
  const { rating, urgency, channel, sentiment } = document;
  const spoke = Date.parse(document['@timestamp']);
  const marks = marksOf(document, hit.highlights);
  const urgent = urgency.level === 'high' || urgency.level === 'critical';

  // After every drawing: words, marks and language change the number of lines.
  useLayoutEffect(() => {
    if (row.current !== null) measured(position - 1, row.current.offsetHeight);
  });
  useEffect(() => {
    if (!chosen) return;
    row.current?.scrollIntoView({ block: 'nearest' });
    row.current?.querySelector('a')?.focus({ preventScroll: true });
  }, [chosen]);

  return (
    <li ref={row} class={opened ? 'quote opened' : 'quote'} style={{ top: `${top}px` }} aria-posinset={position} aria-setsize={total}>
      <Link to={{ ...address, open: hit.id }} class="quote-link" {...(opened ? { 'aria-current': 'true' as const } : {})}>
        <span class="quote-head">
          <span class="quote-channel">
            <ChannelIcon channel={channel} /> {t.channels[channel]}
          </span>
          <span class={`mood ${sentiment.label}`}>
            <SentimentShape label={sentiment.label} /> {t.sentiments[sentiment.label]}
          </span>
          {urgent ? (
            <span class={`urgency ${urgency.level}`}>
              <Glyph name="alert" /> {t.urgencies[urgency.level]}
            </span>
          ) : null}
          {rating === undefined ? null : (
            <span class="quote-rating">
              {rating.kind === 'stars'
                ? '★ '
                : rating.kind === 'nps' || rating.kind === 'csat' || rating.kind === 'ces'
                  ? `${rating.kind.toUpperCase()} `
                  : ''}
              {Number.isInteger(rating.value) ? rating.value : decimal(rating.value, language)}/{rating.max}
            </span>
          )}
          <span class="quote-language">{languageName(t, document.language)}</span>
          <time dateTime={document['@timestamp']} title={dayAndTime(spoke, language)}>
            {ago(spoke, now, language)}
          </time>
        </span>
        <span class="quote-text" lang={langOf(document.language)}>
          {document.title === undefined ? null : <b class="quote-title">{document.title}</b>}
          {document.text === '' ? (
            <i>{t.words.noText}</i>
          ) : (
            <MarkedText text={document.text} marks={marks} from={excerptStart(document.text, marks, 140)} />
          )}
        </span>
      </Link>
    </li>
  );
};
