import { createHash } from 'node:crypto';
import { elasticsearchMapping, type FeedbackDocument } from '@earshot/model';
import { spacedPieces } from './characters.ts';
import type { QueryAnalyser } from './port.ts';

/** The mapping of every monthly index; its `_meta` tells shapes apart. */
export const monthMapping = (() => {
  const mapping = elasticsearchMapping();
  const shape = createHash('sha256').update(JSON.stringify(mapping.properties)).digest('base64url').slice(0, 12);
  return { ...mapping, _meta: { ...mapping._meta, shape } };
})();

/** What stands in `_source` beside the document, or in place of it. */
export interface Stored extends Partial<FeedbackDocument> {
  readonly titleTokens?: string;
  readonly characters?: string;
  readonly deletedAt?: string;
}

// Keeps a phrase from running from the title into the text; no query holds a private-use character as a piece.
const boundary = ' \ue000 ';

/** The document as JSON, and before it what only the index reads. */
export const sourceOf = (document: FeedbackDocument, analyser: QueryAnalyser): string => {
  const { title, text } = document;
  const pieces = spacedPieces(analyser.fold(text));
  const own =
    title === undefined
      ? `"characters":${JSON.stringify(pieces)}`
      : `"titleTokens":${JSON.stringify(analyser.words(title).join(' '))},"characters":${JSON.stringify(
          spacedPieces(analyser.fold(title)) + boundary + pieces,
        )}`;
  return `{${own},${JSON.stringify(document).slice(1)}`;
};

/** What is left of a document that was deleted: no word of it. */
export const tombstoneOf = (id: string, deletedAt: string): string => JSON.stringify({ id, deletedAt });

/** The document as it was written; null for a tombstone. */
export const documentOf = (stored: Stored): FeedbackDocument | null => {
  const { titleTokens: _title, characters: _characters, deletedAt, ...document } = stored;
  return deletedAt === undefined ? (document as FeedbackDocument) : null;
};
