import aspects from './aspects/lexicon.json' with { type: 'json' };
import intents from './intent/lexicon.json' with { type: 'json' };
import stopWords from './keywords/stop-words.json' with { type: 'json' };
import sentimentEn from './sentiment/lexicon-en.json' with { type: 'json' };
import sentimentZh from './sentiment/lexicon-zh.json' with { type: 'json' };
import { modelVersion } from './sentiment/margins.ts';
import { contentHash } from './tokens/content-hash.ts';
import feedbackWords from './tokens/feedback-words.json' with { type: 'json' };
import { once } from './tokens/once.ts';
import urgency from './urgency/lexicon.json' with { type: 'json' };

export interface RuleVersions {
  readonly tokens: string;
  readonly sentimentModel: string;
  readonly sentimentRules: string;
  readonly aspects: string;
  readonly intents: string;
  readonly urgency: string;
  readonly keywords: string;
}

/** Content hashes of every lexicon and model: what changes a label changes its version. */
export const ruleVersions = once(
  (): RuleVersions => ({
    tokens: contentHash(feedbackWords),
    sentimentModel: modelVersion(),
    // Trouble words of intents and urgency take part in the feeling.
    sentimentRules: contentHash(sentimentZh, sentimentEn, intents, urgency),
    aspects: contentHash(aspects),
    intents: contentHash(intents),
    urgency: contentHash(urgency),
    keywords: contentHash(stopWords),
  }),
);
