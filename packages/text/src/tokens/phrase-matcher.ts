export interface Phrase<T> {
  /**
   * Folded words. `_` is a space; a final `*` takes the rest of a Latin word; `…` takes up to twelve units (Latin: up to forty) of the
   * same sentence, never at the start; `#` takes a number in digits, Han numerals or the commonest English words.
   */
  readonly text: string;
  readonly value: T;
}

export interface Match<T> {
  readonly start: number;
  readonly end: number;
  readonly value: T;
}

/** Finds the phrases in a folded text: leftmost, longest, never overlapping, Latin ones on word boundaries. */
export type PhraseMatcher<T> = (folded: string) => Match<T>[];

interface Ending<T> {
  readonly value: T;
  readonly open: boolean;
  /** What must follow the literal head, sticky. */
  readonly rest?: RegExp;
}

interface Node<T> {
  next?: Map<number, Node<T>>;
  endings?: Ending<T>[];
}

const isLatin = (code: number): boolean => (code >= 0x61 && code <= 0x7a) || (code >= 0xe0 && code <= 0x24f) || (code >= 0x30 && code <= 0x39);

const number = '(?:\\d+(?:\\.\\d+)?|[一二两三四五六七八九十百千半几多数]+|an?|one|two|three|four|five|six|seven|eight|ten|several|many|few|couple of)';
const numberWords = 'one two three four five six seven eight nine ten several few many half 一 二 两 三 四 五 六 七 八 九 十 几 好几 半'.split(' ');
const gapOf = (rest: string): string => (/[a-z]/.test(rest) ? '[^。！？!?.\\n]{0,40}?' : '[^。！？!?\\n]{0,12}?');

const restOf = (rest: string): RegExp => {
  const body = rest
    .split(/([…#_*])/)
    .map((part) => {
      if (part === '…') return gapOf(rest);
      if (part === '#') return number;
      if (part === '_') return '\\s+';
      if (part === '*') return '[a-z]*';
      return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    })
    .join('');
  return new RegExp(/[a-z*]$/.test(rest) ? `${body}(?![a-z0-9])` : body, 'y');
};

const nodeAt = <T>(root: Node<T>, literal: string): Node<T> => {
  let node = root;
  for (const character of literal.replaceAll('_', ' ').split('')) {
    const code = character.charCodeAt(0);
    node.next ??= new Map();
    let following = node.next.get(code);
    if (following === undefined) {
      following = {};
      node.next.set(code, following);
    }
    node = following;
  }
  return node;
};

const add = <T>(root: Node<T>, literal: string, ending: Ending<T>): void => {
  const node = nodeAt(root, literal);
  node.endings ??= [];
  node.endings.push(ending);
};

const insert = <T>(root: Node<T>, { text, value }: Phrase<T>): void => {
  if (text.startsWith('#')) {
    for (const digit of '0123456789') add(root, digit, { value, open: false, rest: new RegExp(`[\\d.,]*${restOf(text.slice(1)).source}`, 'y') });
    for (const word of numberWords) add(root, word, { value, open: false, rest: restOf(text.slice(1)) });
    return;
  }
  const wild = text.search(/[…#]/);
  const literal = wild < 0 ? text : text.slice(0, wild);
  const open = wild < 0 && literal.endsWith('*');
  if (wild < 0) add(root, open ? literal.slice(0, -1) : literal, { value, open });
  else add(root, literal, { value, open, rest: restOf(text.slice(wild)) });
};

/** End of the ending when it holds at `at`, the unit after its head; -1 when it does not. */
const endOf = <T>(ending: Ending<T>, folded: string, at: number): number => {
  if (ending.rest !== undefined) {
    ending.rest.lastIndex = at;
    return ending.rest.test(folded) ? ending.rest.lastIndex : -1;
  }
  if (at === 0 || !isLatin(folded.charCodeAt(at - 1))) return at;
  let end = at;
  while (end < folded.length && isLatin(folded.charCodeAt(end))) end += 1;
  return ending.open || end === at ? end : -1;
};

const longestAt = <T>(root: Node<T>, folded: string, start: number): Match<T> | undefined => {
  let node = root.next?.get(folded.charCodeAt(start));
  let best: Match<T> | undefined;
  let at = start + 1;
  while (node !== undefined) {
    for (const ending of node.endings ?? []) {
      const end = endOf(ending, folded, at);
      if (end > (best?.end ?? start)) best = { start, end, value: ending.value };
    }
    node = at < folded.length ? node.next?.get(folded.charCodeAt(at)) : undefined;
    at += 1;
  }
  return best;
};

/** Every phrase must be folded; of two equal ones the first counts. */
export const buildMatcher = <T>(phrases: readonly Phrase<T>[]): PhraseMatcher<T> => {
  const root: Node<T> = {};
  for (const phrase of phrases) insert(root, phrase);
  return (folded) => {
    const matches: Match<T>[] = [];
    let at = 0;
    while (at < folded.length) {
      const code = folded.charCodeAt(at);
      const inside = isLatin(code) && at > 0 && isLatin(folded.charCodeAt(at - 1));
      const match = inside ? undefined : longestAt(root, folded, at);
      if (match === undefined) at += 1;
      else {
        matches.push(match);
        at = match.end;
      }
    }
    return matches;
  };
};
