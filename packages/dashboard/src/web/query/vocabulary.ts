import type { Intent, Kind, SentimentLabel, UrgencyLevel } from '@earshot/model';
import { channelIds } from '../address/address.ts';
import type { Resource } from '../api/use-resource.ts';
import type { Bucket } from '../api/contract.ts';
import { aspectIds } from '../strings/aspects.ts';
import type { Vocabulary } from './suggest.ts';

const sentiments: readonly SentimentLabel[] = ['negative', 'positive', 'neutral', 'mixed'];
const urgencies: readonly UrgencyLevel[] = ['critical', 'high', 'normal', 'low'];
const intents: readonly Intent[] = ['complaint', 'question', 'suggestion', 'praise', 'request', 'churn', 'other'];
const kinds: readonly Kind[] = ['feedback', 'evaluation', 'reply', 'machine'];

const keysOf = ({ data }: Resource<Bucket>): readonly string[] => (data?.buckets ?? []).map(({ key }) => String(key));

/** What the search box offers: the closed lists of the document, and the words and topics of what is on the page. */
export const searchVocabulary = ({
  keywords,
  topics,
}: {
  readonly keywords: Resource<Bucket>;
  readonly topics: Resource<Bucket>;
}): Vocabulary => ({
  sentiment: sentiments,
  channel: channelIds,
  aspect: [...new Set([...keysOf(topics), ...aspectIds])],
  urgency: urgencies,
  intent: intents,
  keyword: keysOf(keywords),
  rating: ['>=4', '<=2', '5', '1'],
  language: ['zh', 'en', 'mixed'],
  kind: kinds,
  after: [],
  before: [],
});
