import type { FeedbackDocument } from '@earshot/model';
import { clockWithSeconds, dayAndTime, duration } from '../format/time.ts';
import { stageName } from '../strings/index.ts';
import { useUi } from '../ui.ts';

interface Step {
  readonly name: string;
  readonly at: string;
  readonly note: string;
}

/** How the message came through the stages, and how long each took. */
export const Journey = ({ document }: { readonly document: FeedbackDocument }) => {
  const { t, language } = useUi();
  const steps: readonly Step[] = [
    { name: t.drawer.spoke, at: document['@timestamp'], note: dayAndTime(Date.parse(document['@timestamp']), language) },
    { name: t.drawer.received, at: document.receivedAt, note: `${document.connector} · ${document.account}` },
    ...(document.journey ?? []).map(({ stage, at, ms }) => ({ name: stageName(t, stage), at, note: duration(ms) })),
    ...(document.indexedAt === undefined
      ? []
      : [
          {
            name: t.drawer.indexed,
            at: document.indexedAt,
            note: `+${duration(Math.max(0, Date.parse(document.indexedAt) - Date.parse(document.receivedAt)))}`,
          },
        ]),
  ];
  return (
    <section class="section">
      <h3>{t.drawer.journey}</h3>
      <ol class="journey">
        {steps.map(({ name, at, note }, index) => (
          <li key={index}>
            <span>{name}</span>
            <span class="hint">{note}</span>
            <time dateTime={at}>{clockWithSeconds(Date.parse(at), language)}</time>
          </li>
        ))}
      </ol>
    </section>
  );
};
