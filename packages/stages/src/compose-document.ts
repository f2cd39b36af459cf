import { contentHash, type FeedbackDocument, type Provenance } from '@earshot/model';
import type { AnalysedRecord } from './records.ts';

/** Empty lists are left out: an absent field costs nothing in the index. */
const present = <K extends string, V>(name: K, list: readonly V[] | undefined): { [P in K]?: V[] } =>
  (list === undefined || list.length === 0 ? {} : { [name]: [...list] }) as { [P in K]?: V[] };

const given = <K extends string, V>(name: K, value: V | undefined): { [P in K]?: V } =>
  (value === undefined ? {} : { [name]: value }) as { [P in K]?: V };

/** Everything the stages found, in the shape that is stored and searched. Pure; `indexedAt` and `journey` are the indexer's. */
export const composeDocument = (record: AnalysedRecord): FeedbackDocument => {
  const { cleaned, normalised, analysed } = record;
  const provenance: Provenance[] = [...cleaned.provenance, ...normalised.provenance, ...analysed.provenance];
  const { evidence, ...conversation } = normalised.conversation;
  return {
    '@timestamp': normalised.occurredAt,
    receivedAt: record.receivedAt,
    ...given('timeZone', normalised.timeZone),
    clockSkew: normalised.clockSkew,
    id: record.id,
    revision: record.revision,
    contentHash: contentHash(record),
    channel: record.channel,
    connector: record.connector,
    account: record.account,
    sourceId: record.sourceId,
    ...given('url', record.url),
    receipt: record.receipt,
    kind: normalised.kind,
    conversation: { ...conversation, ...present('evidence', evidence) },
    author: normalised.author,
    ...present('turns', normalised.turns),
    ...given('title', cleaned.title),
    text: cleaned.text,
    tokens: analysed.tokens,
    language: normalised.language,
    ...present('languages', normalised.languages),
    ...given('rating', normalised.rating),
    sentiment: analysed.sentiment,
    ...present('aspects', analysed.aspects),
    intent: analysed.intent,
    ...present('intents', analysed.intents),
    urgency: analysed.urgency,
    ...present('topics', analysed.topics),
    ...present('keywords', analysed.keywords),
    ...present('entities', analysed.entities),
    quality: cleaned.quality,
    ...present('redactions', cleaned.redactions),
    ...given('machine', cleaned.machine),
    ...present('attachments', record.attachments),
    ...present('provenance', provenance),
    ...present('faults', [...new Set([...record.faults.map(({ code }) => code), ...cleaned.repairs])]),
    ...given('labels', record.labels),
  };
};
