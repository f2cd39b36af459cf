import type { LanguageSpan } from '@earshot/model';
import { countScripts, type ScriptCounts } from './count-scripts.ts';
import { isPlain, isPlainEnglish, nameAlphabetic } from './name-latin.ts';

export interface DetectedLanguage {
  /** zh (traditional too), en, mixed, another BCP 47 tag, or und. */
  readonly language: string;
  /** Runs in order, equal neighbours joined; traditional Chinese is zh-Hant here. */
  readonly spans: readonly LanguageSpan[];
}

/** Web and mail addresses, tags of masked data, mentions and hash tags speak no language. */
const neutral = /(?:https?:\/\/|www\.)[^\s\u3000-\u9fff]+|[\w.+-]+@[\w.-]+|\[[a-z]+\]|[@#][\w-]+/g;
const hasNeutral = /[@#[]|:\/\/|www\./;
const sentenceEnd = /[。！？!?\n；;]+|\.(?=\s)/g;
const traditional =
  /[這個們來時說國會對過學開還發為後裡沒麼讓從點機動樣現將長電話問題務員錢買賣貨單據處實際應經驗關係與產業種類覺謝請認嗎嘅咗唔佢啲]/g;
const simplified = /[这个们来时说国会对过学开还发为后没么让从点机动样现将长电话问题务员钱买卖货单据处实际应经验关系与产业种类觉谢请认吗]/g;

interface Piece {
  readonly language: string;
  readonly start: number;
  readonly end: number;
  /** Words, a Han character counting for two thirds of one. */
  readonly weight: number;
}

/** Named later, when all text in an alphabet is known: few letters tell little. */
const alphabetic = 'alphabetic';

const weightOf = (counts: ScriptCounts): number =>
  counts.han / 1.5 + counts.kana / 2 + counts.hangul / 2 + counts.latinWords + counts.other / 5;

const chineseOf = (text: string): string => {
  const old = text.match(traditional)?.length ?? 0;
  return old > 0 && old > (text.match(simplified)?.length ?? 0) ? 'zh-Hant' : 'zh';
};

const nameRun = (text: string, counts: ScriptCounts): string => {
  const { han, kana, hangul, latinWords, other } = counts;
  if (kana >= 2 && kana >= 0.1 * (han + kana)) return 'ja';
  if (hangul >= 2 && hangul >= latinWords) return 'ko';
  if (other > counts.latinLetters && other > han) return alphabetic;
  const chinese = han / 1.5;
  const total = chinese + latinWords;
  if (total === 0) return other > 0 ? alphabetic : 'und';
  if (chinese >= 0.5 * total) return chineseOf(text);
  if (chinese <= 0.2 * total) return alphabetic;
  return 'mixed';
};

const pieceOf = (text: string, start: number, end: number): Piece | null => {
  const counts = countScripts(text, start, end);
  const weight = weightOf(counts);
  return weight === 0 ? null : { language: nameRun(text.slice(start, end), counts), start, end, weight };
};

const piecesOf = (text: string): Piece[] => {
  const pieces: Piece[] = [];
  let start = 0;
  const add = (end: number): void => {
    const piece = pieceOf(text, start, end);
    start = end;
    if (piece === null) return;
    const last = pieces.at(-1);
    if (last?.language === piece.language) pieces[pieces.length - 1] = { ...last, end, weight: last.weight + piece.weight };
    else pieces.push(piece);
  };
  for (const match of text.matchAll(sentenceEnd)) add(match.index + match[0].length);
  add(text.length);
  return pieces;
};

const dominant = (pieces: readonly Piece[], total: number): string => {
  const weights = new Map<string, number>();
  for (const { language, weight } of pieces) {
    const family = language === 'zh-Hant' ? 'zh' : language;
    weights.set(family, (weights.get(family) ?? 0) + weight);
  }
  let best = 'und';
  for (const [language, weight] of weights) if (weight > (weights.get(best) ?? 0)) best = language;
  const isMixture = total > 0 && (weights.get('zh') ?? 0) >= 0.3 * total && (weights.get('en') ?? 0) >= 0.3 * total;
  return isMixture ? 'mixed' : best;
};

const readUnits = 240;

/** Names the runs in an alphabet: the language of all of them together, unless one is long or plain enough to speak for itself. */
const nameAlphabets = (text: string, pieces: readonly Piece[]): readonly Piece[] => {
  let joined = '';
  for (const { language, start, end } of pieces) {
    if (language === alphabetic && joined.length < readUnits) joined += text.slice(start, Math.min(end, start + readUnits));
  }
  if (joined === '') return pieces;
  const whole = nameAlphabetic(joined);
  const nameOf = ({ start, end, weight }: Piece): string => {
    const run = text.slice(start, end);
    if (whole === 'en') return weight <= 6 || isPlain(run) ? whole : nameAlphabetic(run);
    return weight > 3 && isPlainEnglish(run) ? 'en' : whole;
  };
  return pieces.map((piece) => (piece.language === alphabetic ? { ...piece, language: nameOf(piece) } : piece));
};

/** Language of a text and of its runs, by script first and by words after that; sentence by sentence. */
export const detectLanguage = (text: string): DetectedLanguage => {
  const read = hasNeutral.test(text) ? text.replace(neutral, (match) => ' '.repeat(match.length)) : text;
  const pieces = nameAlphabets(read, piecesOf(read));
  let total = 0;
  for (const { weight } of pieces) total += weight;
  const spans = pieces.map(({ language, start, end, weight }) => ({
    language,
    start,
    end,
    share: Math.round((weight / total) * 1e4) / 1e4,
  }));
  return { language: dominant(pieces, total), spans };
};
