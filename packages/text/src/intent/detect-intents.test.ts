import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { detectSentiment } from '../sentiment/detect-sentiment.ts';
import { fold } from '../tokens/fold.ts';
import { detectIntents } from './detect-intents.ts';

const labels = (text: string): string[] => {
  const folded = fold(text);
  return detectIntents(folded, detectSentiment(folded)).intents.map(({ label }) => label);
};

describe('what the customer wants', () => {
  test.each([
    ['complaint', '鞋底三天就开胶了，质量太差', 'The sole came off after three days, awful quality'],
    ['question', '请问几点开门？', 'What time do you open?'],
    ['suggestion', '建议增加夜间模式', 'Please add a dark mode'],
    ['praise', '味道太棒了，五星好评', 'Fantastic, five stars'],
    ['request', '麻烦帮我取消订单', 'Please cancel my order'],
    ['churn', '以后再也不会来了', 'I am never coming back'],
    ['other', '嗯', 'ok then'],
  ])('%s leads', (intent, chinese, english) => {
    expect(labels(chinese)[0] === intent || (intent === 'churn' && labels(chinese).includes('churn'))).toBe(true);
    expect(labels(english)[0] === intent || (intent === 'churn' && labels(english).includes('churn'))).toBe(true);
  });

  test.each([['质量太差，我要退款'], ['This is terrible, I want a refund']])('several at once: %s', (text) => {
    expect(labels(text)).toEqual(expect.arrayContaining(['complaint', 'request']));
  });

  test.each([['凭什么不给我退钱？'], ['Why is your service so terrible?']])(
    'blame in the form of a question is a complaint: %s',
    (text) => {
      expect(labels(text)[0]).toBe('complaint');
    },
  );
});

test('total: never empty, sorted, scores within 0..1, evidence inside the text', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('请问', '退款', '？', '建议', '不会再来', 'please ', 'cancel my order ', 'why', '? ', 'thanks ', '😡'), {
        maxLength: 20,
      }),
      (parts) => {
        const folded = fold(parts.join(''));
        const { intents, evidence } = detectIntents(folded, detectSentiment(folded));
        expect(intents.length).toBeGreaterThan(0);
        const scores = intents.map(({ score }) => score);
        expect(scores).toEqual([...scores].sort((a, b) => b - a));
        for (const score of scores) expect(score > 0 && score <= 1).toBe(true);
        for (const { start, end } of evidence) expect(start >= 0 && start < end && end <= folded.length).toBe(true);
      },
    ),
  );
});
