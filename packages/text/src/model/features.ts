/** Hashes of the n-grams of a text, reused between calls: read `count` entries of `hashes` before the next call. */
export interface FeatureBuffer {
  readonly hashes: Uint32Array;
  count: number;
}

/** Longer texts are read up to here; a message that needs more words to say what it feels does not exist. */
const mostFeatures = 16_384;
const buffer: FeatureBuffer = { hashes: new Uint32Array(mostFeatures), count: 0 };

const push = (hash: number): void => {
  if (buffer.count >= mostFeatures) return;
  // Finaliser of MurmurHash3: FNV alone leaves the low bits too regular for a mask.
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  buffer.hashes[buffer.count] = (mixed ^ (mixed >>> 16)) >>> 0;
  buffer.count += 1;
};

/** FNV-1a over UTF-16 code units. */
const extend = (hash: number, text: string, from: number, to: number): number => {
  let next = hash;
  for (let at = from; at < to; at += 1) next = Math.imul(next ^ text.charCodeAt(at), 0x01000193);
  return next;
};

const seeds = { word: 0x811c9dc5, negated: 0x1b873593, pair: 0x9e3779b9, part: 0x7f4a7c15, han: 0x2545f491 };
const englishUnit = /@\w+|https?:\S+|www\.\S+|[a-z]+(?:'[a-z]+)?|\d+|[!?]+|[:;=][-']?[()dp]|\p{Extended_Pictographic}/gu;
const negator =
  /^(?:not|no|never|none|nothing|hardly|barely|without|neither|nor|cannot|isnt|dont|cant|wont|didnt|doesnt|wasnt|aint|\w+n't)$/;
const negationReach = 3;

/** Character 3- to 5-grams of `<word>`. */
const pushParts = (unit: string): void => {
  const framed = `<${unit}>`;
  for (let size = 3; size <= 5; size += 1)
    for (let at = 0; at + size <= framed.length; at += 1) push(extend(seeds.part + size, framed, at, at + size));
};

/** Word 1- and 2-grams (words behind a negation apart) and character 3- to 5-grams of words. `folded` as `fold` gives it. */
export const englishFeatures = (folded: string): FeatureBuffer => {
  buffer.count = 0;
  let before = '<';
  let reach = 0;
  for (const [unit] of folded.matchAll(englishUnit)) {
    if (buffer.count >= mostFeatures) break;
    if (unit.startsWith('@') || unit.startsWith('http') || unit.startsWith('www.')) continue;
    push(extend(reach > 0 ? seeds.negated : seeds.word, unit, 0, unit.length));
    push(extend(extend(seeds.pair, before, 0, before.length) ^ 0x20, unit, 0, unit.length));
    if (unit.length > 2) pushParts(unit);
    before = unit;
    if (negator.test(unit)) reach = negationReach;
    else reach = Math.max(0, reach - 1);
  }
  return buffer;
};

const isRead = (code: number): boolean =>
  (code >= 0x3400 && code <= 0x9fff) || (code >= 0x61 && code <= 0x7a) || code === 0x21 || code === 0x3f || code >= 0xd800;

/** Character 1- to 3-grams over Han, Latin letters, emoji, ! and ?; whatever stands between breaks none of them. */
export const chineseFeatures = (folded: string): FeatureBuffer => {
  buffer.count = 0;
  let first = 0;
  let second = 0;
  for (let at = 0; at < folded.length && buffer.count < mostFeatures; at += 1) {
    const code = folded.charCodeAt(at);
    if (!isRead(code)) continue;
    const one = Math.imul(seeds.han ^ code, 0x01000193);
    push(one);
    if (second !== 0) {
      const two = Math.imul(Math.imul((seeds.han + 1) ^ second, 0x01000193) ^ code, 0x01000193);
      push(two);
      if (first !== 0) push(Math.imul(Math.imul(Math.imul((seeds.han + 2) ^ first, 0x01000193) ^ second, 0x01000193) ^ code, 0x01000193));
    }
    first = second;
    second = code;
  }
  return buffer;
};
