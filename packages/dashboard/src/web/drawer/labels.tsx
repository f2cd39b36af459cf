import type { FeedbackDocument } from '@earshot/model';
import type { ComponentChildren } from 'preact';
import { Rows } from '../address/link.tsx';
import { decimal, share, signedDecimal } from '../format/number.ts';
import { SentimentShape } from '../icons/icons.tsx';
import { aspectName, languageName } from '../strings/index.ts';
import { useUi } from '../ui.ts';

/** Labels that nobody should have to take on trust. */
const judged: ReadonlySet<string> = new Set(['sentiment', 'intent', 'urgency']);

/** Rules and models behind a label, with the words they rest on. */
const Why = ({ document, label }: { readonly document: FeedbackDocument; readonly label: string }) => {
  const { t } = useUi();
  const found = (document.provenance ?? []).filter((entry) => entry.label === label || entry.label.startsWith(`${label}.`));
  if (found.length === 0) return judged.has(label) ? <span class="why none">{t.drawer.noWhy}</span> : null;
  const makers = [...new Set(found.map(({ by, version }) => `${by} ${version.slice(0, 8)}`))];
  const words = [
    ...new Set(found.flatMap(({ start, end }) => (start === undefined || end === undefined ? [] : [document.text.slice(start, end)]))),
  ];
  return (
    <span class="why">
      {words
        .filter((word) => word !== '')
        .map((word) => (
          <q key={word}>{word}</q>
        ))}{' '}
      <code>{makers.join(', ')}</code>
    </span>
  );
};

const Row = ({ name, value, why }: { readonly name: string; readonly value: ComponentChildren; readonly why: ComponentChildren }) => (
  <tr>
    <th scope="row">{name}</th>
    <td>{value}</td>
    <td>{why}</td>
  </tr>
);

export const Labels = ({ document }: { readonly document: FeedbackDocument }) => {
  const { t, language } = useUi();
  const { sentiment, intent, urgency, rating, aspects = [], keywords = [] } = document;
  const why = (label: string) => <Why document={document} label={label} />;
  return (
    <section class="section">
      <h3>{t.drawer.labels}</h3>
      <table class="labels">
        <tbody>
          <Row
            name={t.fields['sentiment'] ?? ''}
            value={
              <Rows query={`sentiment:${sentiment.label}`} class={`mood ${sentiment.label}`}>
                <SentimentShape label={sentiment.label} /> {t.sentiments[sentiment.label]} {signedDecimal(sentiment.score, language)} ·{' '}
                {share(sentiment.confidence, language)}
              </Rows>
            }
            why={why('sentiment')}
          />
          <Row name={t.fields['intent'] ?? ''} value={<Rows query={`intent:${intent}`}>{t.intents[intent]}</Rows>} why={why('intent')} />
          <Row
            name={t.fields['urgency'] ?? ''}
            value={
              <Rows query={`urgency:${urgency.level}`} class={`urgency ${urgency.level}`}>
                {t.urgencies[urgency.level]}
              </Rows>
            }
            why={
              urgency.reasons === undefined || urgency.reasons.length === 0 ? (
                why('urgency')
              ) : (
                <span class="why">{urgency.reasons.join(', ')}</span>
              )
            }
          />
          {aspects.map((aspect) => (
            <Row
              key={`${aspect.category} ${aspect.start}`}
              name={t.fields['aspect'] ?? ''}
              value={
                <Rows query={`aspect:${aspect.category}`} class={`mood ${aspect.sentiment}`}>
                  <SentimentShape label={aspect.sentiment} /> {aspectName(t, aspect.category)}
                </Rows>
              }
              why={
                <span class="why">
                  <q>{document.text.slice(aspect.start, aspect.end)}</q>
                </span>
              }
            />
          ))}
          {rating === undefined ? null : (
            <Row
              name={t.fields['rating'] ?? ''}
              value={`${decimal(rating.value, language)} (${rating.min}–${rating.max}, ${rating.kind})`}
              why={why('rating')}
            />
          )}
          <Row name={t.fields['language'] ?? ''} value={languageName(t, document.language)} why={why('language')} />
          {keywords.length === 0 ? null : (
            <Row
              name={t.fields['keyword'] ?? ''}
              value={keywords.slice(0, 8).map((word) => (
                <Rows key={word} query={`keyword:"${word.replaceAll('"', '')}"`} class="tag">
                  {word}
                </Rows>
              ))}
              why={why('keywords')}
            />
          )}
        </tbody>
      </table>
    </section>
  );
};
