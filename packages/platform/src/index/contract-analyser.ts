import type { QueryAnalyser } from './port.ts';

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });
const traditional: Readonly<Record<string, string>> = { 遞: '递', 員: '员', 態: '态', 遲: '迟', 錢: '钱' };
const wide = /[\uff01-\uff5e]/g;
const traditionalForm = /[遞員態遲錢]/g;
const ending = /(?:ing|ed|s)$/;

const fold = (text: string): string =>
  text
    .replace(wide, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
    .replace(traditionalForm, (character) => traditional[character] ?? character)
    .toLowerCase();

/** A small stand-in for the analyser of the text package: real word segmentation, crude English stems. */
export const contractAnalyser: QueryAnalyser = {
  fold,
  words: (text) =>
    Array.from(segmenter.segment(fold(text)))
      .filter(({ isWordLike }) => isWordLike === true)
      .map(({ segment }) => (segment.length > 4 ? segment.replace(ending, '') : segment)),
};
