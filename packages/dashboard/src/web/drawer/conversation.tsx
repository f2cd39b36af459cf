import type { FeedbackDocument } from '@earshot/model';
import { Link } from '../address/link.tsx';
import { search } from '../api/request.ts';
import { useResource } from '../api/use-resource.ts';
import { dayAndTime } from '../format/time.ts';
import { SentimentShape } from '../icons/icons.tsx';
import { Failure, Skeleton } from '../panels/panel.tsx';
import { useUi } from '../ui.ts';

/** The whole thread in the order it was spoken, this message marked. */
export const Conversation = ({ document }: { readonly document: FeedbackDocument }) => {
  const { t, address, language } = useUi();
  const thread = document.conversation.id;
  const resource = useResource(thread, 0, (signal) => search({ q: `conversation:${thread}`, sort: 'oldest', size: 50 }, signal));
  const messages = resource.outdated ? undefined : resource.data?.hits;
  return (
    <section class="section">
      <h3>{t.drawer.conversation}</h3>
      {messages === undefined ? (
        resource.error === null ? (
          <Skeleton rows={2} />
        ) : (
          <Failure resource={resource} />
        )
      ) : messages.length <= 1 ? (
        <p class="hint">{t.drawer.alone}</p>
      ) : (
        <ol class="thread">
          {messages.map(({ id, document: message }) => (
            <li key={id}>
              <Link to={{ ...address, open: id }} class="thread-link" {...(id === document.id ? { 'aria-current': 'true' as const } : {})}>
                <span class="hint">
                  <SentimentShape label={message.sentiment.label} /> {t.roles[message.author.role]} ·{' '}
                  {dayAndTime(Date.parse(message['@timestamp']), language)}
                </span>
                <span class="thread-text">{message.text === '' ? t.words.noText : message.text}</span>
              </Link>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
};
