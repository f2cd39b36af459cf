import type { FeedbackDocument, Turn } from '@earshot/model';
import type { Highlight } from '../api/contract.ts';
import { callTime } from '../format/time.ts';
import { Glyph } from '../icons/icons.tsx';
import { useUi } from '../ui.ts';
import { MarkedText } from '../words/marked-text.tsx';

const langOf = (language: string): string => (language === 'en' ? 'en' : 'zh-CN');

const Turns = ({ turns }: { readonly turns: readonly Turn[] }) => {
  const { t } = useUi();
  return (
    <ol class="turns">
      {turns.map((turn, index) => (
        <li key={index} class={turn.role}>
          <span class="turn-who">
            {t.roles[turn.role]}
            {turn.startMs === undefined ? null : <time>{callTime(turn.startMs)}</time>}
          </span>
          <span class="turn-text">{turn.text}</span>
        </li>
      ))}
    </ol>
  );
};

/** Only web addresses become links; anything else a source may have put there stays text. */
const isWebAddress = (url: string): boolean => /^https?:\/\//iu.test(url);

export const Message = ({ document, highlights }: { readonly document: FeedbackDocument; readonly highlights: readonly Highlight[] }) => {
  const { t } = useUi();
  const { title, text, turns, redactions, url } = document;
  return (
    <section class="section message" lang={langOf(document.language)}>
      {title === undefined ? null : <h3 class="message-title">{title}</h3>}
      {text === '' ? (
        <p class="nothing">{t.words.noText}</p>
      ) : turns !== undefined && turns.length > 0 ? (
        <Turns turns={turns} />
      ) : (
        <blockquote>
          <MarkedText document={document} highlights={highlights} from={0} />
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
