import { type DocumentField, documentFields } from '../fields.ts';
import { documentFingerprint, documentSchema } from './document-version.ts';

export interface ElasticsearchProperty {
  readonly type?: string;
  readonly analyzer?: string;
  readonly ignore_above?: number;
  readonly dynamic?: 'strict';
  readonly properties?: Readonly<Record<string, ElasticsearchProperty>>;
}

export interface ElasticsearchMapping {
  readonly dynamic: 'strict';
  readonly _meta: { readonly schema: string; readonly fingerprint: string; readonly indexOnly: readonly string[] };
  readonly properties: Readonly<Record<string, ElasticsearchProperty>>;
}

/** Longest keyword that is indexed, in characters: Lucene refuses terms over 32,766 bytes. */
const keywordLength = 1024;

/**
 * What the adapter keeps beside the document, never part of it: words of the title, folded pieces of title and text for exact phrases, and
 * the mark of a tombstone.
 */
const indexOnly: Readonly<Record<string, ElasticsearchProperty>> = {
  titleTokens: { type: 'text', analyzer: 'whitespace' },
  characters: { type: 'text', analyzer: 'whitespace' },
  deletedAt: { type: 'date' },
};

const leaf = ({ type, values }: DocumentField): ElasticsearchProperty => {
  switch (type) {
    case 'text':
      return { type, analyzer: 'standard' };
    case 'tokens':
      return { type: 'text', analyzer: 'whitespace' };
    case 'keyword':
      return values === undefined ? { type, ignore_above: keywordLength } : { type };
    case 'float':
      // As exact as JSON: an average of 0.1 is shown as 0.1.
      return { type: 'double' };
    case 'flattened':
      return { type, ignore_above: keywordLength };
    case 'object':
      return { dynamic: 'strict' };
    case 'nested':
      return { type, dynamic: 'strict' };
    default:
      return { type };
  }
};

const childrenOf = (parent: string): readonly DocumentField[] =>
  documentFields.filter(({ path }) => path.startsWith(parent) && !path.slice(parent.length).includes('.'));

const propertiesBelow = (parent: string): Record<string, ElasticsearchProperty> =>
  Object.fromEntries(
    childrenOf(parent).map((field) => {
      const property = leaf(field);
      const name = field.path.slice(parent.length);
      return [name, property.dynamic === undefined ? property : { ...property, properties: propertiesBelow(`${field.path}.`) }];
    }),
  );

/** The strict mapping of the feedback indices: an unknown field is an error, free data lies in `labels` (flattened). */
export const elasticsearchMapping = (): ElasticsearchMapping => ({
  dynamic: 'strict',
  _meta: { schema: documentSchema, fingerprint: documentFingerprint, indexOnly: Object.keys(indexOnly) },
  properties: { ...propertiesBelow(''), ...indexOnly },
});
