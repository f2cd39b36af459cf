export interface Phrase<T> {
  /**
   * Folded words. `_` is a space; a final `*` takes the rest of a Latin word; `…` takes up to twelve units (Latin: up to forty) of the
   * same sentence, never at the start; `#` takes a number in digits, Han numerals or the commonest English words.
   */
  readonly text: string;
  readonly value: T;
  /** Phrases shut out overlapping phrases of their own channel only; 0 when not given. */
  readonly channel?: number;
}

export interface Match<T> {
  readonly start: number;
  readonly end: number;
  readonly value: T;
}

/** Finds the phrases in a folded text, by start: leftmost, longest, never overlapping within a channel, Latin ones on word boundaries. */
export type PhraseMatcher<T> = (folded: string) => Match<T>[];

interface Ending<T> {
  readonly value: T;
  readonly channel: number;
  readonly open: boolean;
  /** What must follow the literal head, sticky. */
  readonly rest?: RegExp;
}

interface Node<T> {
  next?: Map<number, Node<T>>;
  endings?: Ending<T>[];
}

const isLatin = (code: number): boolean =>
  (code >= 0x61 && code <= 0x7a) || (code >= 0xe0 && code <= 0x24f) || (code >= 0x30 && code <= 0x39);

const number =
  '(?:\\d+(?:\\.\\d+)?|[一二两三四五六七八九十百千半几多数]+|an?|one|two|three|four|five|six|seven|eight|ten|several|many|few|couple of)';
const numberWords =
  'one two three four five six seven eight nine ten several few many half 一 二 两 三 四 五 六 七 八 九 十 几 好几 半'.split(' ');
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

const insert = <T>(root: Node<T>, { text, value, channel = 0 }: Phrase<T>): void => {
  if (text.startsWith('#')) {
    for (const digit of '0123456789')
      add(root, digit, { value, channel, open: false, rest: new RegExp(`[\\d.,]*${restOf(text.slice(1)).source}`, 'y') });
    for (const word of numberWords) add(root, word, { value, channel, open: false, rest: restOf(text.slice(1)) });
    return;
  }
  const wild = text.search(/[…#]/);
  const literal = wild < 0 ? text : text.slice(0, wild);
  const open = wild < 0 && literal.endsWith('*');
  if (wild < 0) add(root, open ? literal.slice(0, -1) : literal, { value, channel, open });
  else add(root, literal, { value, channel, open, rest: restOf(text.slice(wild)) });
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

/**
 * The tree of the phrases in one hash table of pairs: its parent's slot and its own unit in one word, then the number of its endings. A
 * node is its slot, so that a step down reads one cache line. Slot 0 is no node.
 */
interface Frozen<T> {
  /** Node of the first unit, by its code. */
  readonly heads: Uint16Array;
  readonly slots: Uint32Array;
  /** Number 0 is none. */
  readonly endings: readonly (readonly Ending<T>[])[];
}

const keyOf = (parent: number, code: number): number => ((parent << 16) | code) >>> 0;

const slotOf = (parent: number, code: number, mask: number): number => {
  const mixed = Math.imul(parent, 0x9e3779b1) ^ Math.imul(code, 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) & mask;
};

const childOf = (slots: Uint32Array, parent: number, code: number): number => {
  const mask = (slots.length >> 1) - 1;
  const key = keyOf(parent, code);
  let slot = slotOf(parent, code, mask);
  for (;;) {
    const found = slots[slot << 1] as number;
    if (found === key && slot !== 0) return slot;
    if (found === 0 && slot !== 0) return 0;
    slot = (slot + 1) & mask;
  }
};

const countNodes = <T>({ next }: Node<T>): number => {
  let count = 1;
  if (next !== undefined) for (const child of next.values()) count += countNodes(child);
  return count;
};

/** @throws RangeError for more nodes than 16 bits can name with room to spare */
const freeze = <T>(root: Node<T>): Frozen<T> => {
  const count = countNodes(root) + 1;
  const size = 2 ** Math.ceil(Math.log2(count * 1.25));
  if (size > 0x10000) throw new RangeError(`${count} nodes are too many for one phrase matcher`);
  const endings: (readonly Ending<T>[])[] = [[]];
  const frozen = { heads: new Uint16Array(0x10000), slots: new Uint32Array(size * 2), endings };
  const place = (node: Node<T>, parent: number): void => {
    for (const [code, child] of node.next ?? []) {
      let slot = slotOf(parent, code, size - 1);
      while (slot === 0 || frozen.slots[slot << 1] !== 0) slot = (slot + 1) & (size - 1);
      frozen.slots[slot << 1] = keyOf(parent, code);
      if (child.endings !== undefined) frozen.slots[(slot << 1) + 1] = endings.push(child.endings) - 1;
      if (parent === 0) frozen.heads[code] = slot;
      place(child, slot);
    }
  };
  place(root, 0);
  return frozen;
};

interface Search<T> {
  readonly frozen: Frozen<T>;
  readonly folded: string;
  readonly matches: Match<T>[];
  /** Per channel: the first unit that no earlier match covers. */
  readonly free: Int32Array;
  /** Per channel: index of its match that starts at the current unit. */
  readonly here: Int32Array;
}

const take = <T>({ folded, matches, free, here }: Search<T>, ending: Ending<T>, start: number, at: number): void => {
  const { channel, value } = ending;
  const index = here[channel] ?? -1;
  const earlier = index >= 0 ? matches[index] : undefined;
  const own = earlier?.start === start;
  if (!own && start < (free[channel] ?? 0)) return;
  const end = endOf(ending, folded, at);
  if (end <= start || (own && end <= earlier.end)) return;
  if (own) matches[index] = { start, end, value };
  else here[channel] = matches.push({ start, end, value }) - 1;
  free[channel] = end;
};

const searchAt = <T>(search: Search<T>, start: number, head: number): void => {
  const { folded } = search;
  const { slots, endings } = search.frozen;
  let node = head;
  let at = start + 1;
  while (node !== 0) {
    const ends = slots[(node << 1) + 1] as number;
    if (ends !== 0) for (const ending of endings[ends] as readonly Ending<T>[]) take(search, ending, start, at);
    node = at < folded.length ? childOf(slots, node, folded.charCodeAt(at)) : 0;
    at += 1;
  }
};

/** Every phrase must be folded; of two equal ones in a channel the first counts. */
export const buildMatcher = <T>(phrases: readonly Phrase<T>[]): PhraseMatcher<T> => {
  const root: Node<T> = {};
  let channels = 1;
  for (const phrase of phrases) {
    insert(root, phrase);
    channels = Math.max(channels, (phrase.channel ?? 0) + 1);
  }
  const frozen = freeze(root);
  const free = new Int32Array(channels);
  const here = new Int32Array(channels);
  return (folded) => {
    free.fill(0);
    here.fill(-1);
    const search: Search<T> = { frozen, folded, matches: [], free, here };
    let before = false;
    for (let at = 0; at < folded.length; at += 1) {
      const code = folded.charCodeAt(at);
      const inside = before;
      before = isLatin(code);
      if (inside && before) continue;
      const head = frozen.heads[code] as number;
      if (head !== 0) searchAt(search, at, head);
    }
    return search.matches;
  };
};
