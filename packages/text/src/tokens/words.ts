import { searchWords, segment } from './segment.ts';

/**
 * The one segmenter, for documents and for queries: Han words (traditional as simplified, with the dictionary words inside them),
 * English stems in lower case, numbers, codes and emoji. No token holds white space.
 */
export const words = (text: string): string[] => searchWords(segment(text));
