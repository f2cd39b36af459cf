/** Han word, Latin (or other alphabetic) word, number, code with digits such as AB-12345, or emoji. */
export type TokenKind = 'han' | 'word' | 'number' | 'code' | 'emoji';

export interface Token {
  /** Compared form: simplified Han, English stem, otherwise folded as written. */
  readonly word: string;
  /** UTF-16 code units of the text, `end` exclusive. */
  readonly start: number;
  readonly end: number;
  readonly kind: TokenKind;
  /** Part of speech: jieba's tag for Han (n, v, a ...), the universal tag for English (NOUN, ADJ ...), else empty. */
  readonly pos: string;
  /** Number of its sentence, counted from 0 within the text. */
  readonly sentence: number;
}
