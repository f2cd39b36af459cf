import type { FeedbackDocument, Turn } from '@earshot/model';
import type { Highlight } from '../api/contract.ts';
import { callTime } from '../format/time.ts';
import { Glyph } from '../icons/icons.tsx';
import { useUi } from '../ui.ts';
import { MarkedText } from '../words/marked-text.tsx';
import { type Marked, marksOf, marksWithin } from '../words/spans.ts';

const langOf = (language: string): string => (language === 'en' ? 'en' : 'zh-CN');

const Turns = ({ turns, text, marks }: { readonly turns: readonly Turn[]; readonly text: string; readonly marks: readonly Marked[] }) => {
  const { t } = useUi();
  let from = 0;
  return (
    <ol class="turns">
      {turns.map((turn, index) => {
        const within = marksWithin(text, turn.text, from, marks);
        from = within.end;
        return (
          <li key={index} class={turn.role}>
            <span class="turn-who">
              {t.roles[turn.role]}
              {turn.startMs === undefined ? null : <time>{callTime(turn.startMs)}</time>}
            </span>
            <span class="turn-text">
              <MarkedText text={turn.text} marks={within.marks} />
            </span>
          </li>
        );
      })}
    </ol>
  );
};

/** Only web addresses become links; anything else a source may have put there stays text. */
const isWebAddress = (url: string): boolean => /^https?:\/\//iu.test(url);

export const Message = ({ document, highlights }: { readonly document: FeedbackDocument; readonly highlights: readonly Highlight[] }) => {
  const { t } = useUi();
  const { title, text, turns, redactions, url } = document;
  const marks = marksOf(document, highlights);
  return (
    <section class="section message" lang={langOf(document.language)}>
      {title === undefined ? null : <h3 class="message-title">{title}</h3>}
      {text === '' ? (
        <p class="nothing">{t.words.noText}</p>
      ) : turns !== undefined && turns.length > 0 ? (
        <Turns turns={turns} text={text} marks={marks} />
      ) : (
        <blockquote>
          <MarkedText text={text} marks={marks} />
        </blockquote>
      )}
      <p class="message-foot">
        {redactions === undefined || redactions.length === 0 ? null : <span>{t.drawer.masked(String(redactions.length))}</span>}
        {url === undefined || !isWebAddress(url) ? null : (
          <a href={url} target="_blank" rel="noreferrer noopener">
            <Glyph name="external" /> {t.drawer.original}
          </a>
        )}
      </p>
    </section>
  );
};
