import { describe, expect, test } from '@jest/globals';
import { detectIntents } from '../intent/detect-intents.ts';
import { detectSentiment } from '../sentiment/detect-sentiment.ts';
import { fold } from '../tokens/fold.ts';
import { assessUrgency, type UrgencyReading } from './assess-urgency.ts';

const assess = (text: string): UrgencyReading => {
  const folded = fold(text);
  const sentiment = detectSentiment(folded);
  const { intents } = detectIntents(folded, sentiment);
  return assessUrgency(
    folded,
    sentiment,
    intents.map(({ label }) => label),
  );
};

describe('reasons', () => {
  test.each([
    ['safety', 'critical', '充电器突然冒烟起火', 'The charger caught fire'],
    ['health', 'critical', '吃完全家上吐下泻', 'We got food poisoning from the oysters'],
    ['legal', 'critical', '再不处理我就打12315', 'You will hear from my lawyer'],
    ['fraud', 'critical', '卡被盗刷了三千', 'There are unauthorized charges on my card'],
    ['stranded', 'critical', '到店没房间了，大半夜没地方住', 'We are stranded at the airport'],
    ['deadline', 'high', '明天就要用，到现在没发货，太慢了', 'I need it by tomorrow and it has not shipped, terrible'],
    ['repeated-contact', 'high', '打了八个电话都没人解决', 'I have called five times and nobody answers'],
    ['money-missing', 'high', '退款一直没到账', "I still haven't received my refund"],
    ['public-exposure', 'high', '不解决我就曝光你们', 'I will post this on Twitter, disgusting'],
  ] as const)('%s is %s', (reason, level, chinese, english) => {
    for (const text of [chinese, english]) {
      const { level: found, reasons, evidence } = assess(text);
      expect(reasons).toContain(reason);
      if (level === 'critical') expect(found).toBe('critical');
      else expect(['high', 'critical']).toContain(found);
      for (const { start, end } of evidence) expect(start >= 0 && start < end && end <= text.length).toBe(true);
    }
  });

  test.each([
    ['low', '东西很好，谢谢', 'Great product, thank you'],
    ['low', '建议出个大瓶装', 'You should offer a bigger bottle'],
    ['normal', '请问怎么开发票？', 'How do I get an invoice?'],
    ['normal', '面坨了，不好吃', 'The noodles were soggy and bland'],
  ])('%s without a reason', (level, chinese, english) => {
    for (const text of [chinese, english]) expect(assess(text)).toMatchObject({ level, reasons: [], evidence: [] });
  });

  test.each([['多亏客服，盗刷的钱这么快就追回来了，太感谢了，非常满意'], ['Thank you so much for stopping that fraud, amazing service']])(
    'relief is no alarm: %s',
    (text) => {
      expect(['low', 'normal']).toContain(assess(text).level);
    },
  );
});
