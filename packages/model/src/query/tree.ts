/** A field value in a query. */
export type Scalar = string | number | boolean;

/**
 * One search condition as a tree: parsed from the query language, shared by search, aggregate, export and alerts; adapters compile it.
 * `field` is a document path such as `rating.normalised`.
 */
export type Query =
  | { readonly op: 'all' }
  | { readonly op: 'and' | 'or'; readonly clauses: readonly Query[] }
  | { readonly op: 'not'; readonly clause: Query }
  /** All words of the text occur, in any order, in text or title; segmented by Earshot's own code. */
  | { readonly op: 'words'; readonly text: string }
  /** The characters occur in this order in text or title (width, case and traditional forms folded). */
  | { readonly op: 'phrase'; readonly text: string }
  | { readonly op: 'term'; readonly field: string; readonly value: Scalar }
  | { readonly op: 'prefix'; readonly field: string; readonly value: string }
  | {
      readonly op: 'range';
      readonly field: string;
      readonly gte?: Scalar;
      readonly gt?: Scalar;
      readonly lte?: Scalar;
      readonly lt?: Scalar;
    }
  | { readonly op: 'exists'; readonly field: string }
  /** One and the same element of the nested field meets the whole condition; fields inside are full paths. */
  | { readonly op: 'nested'; readonly path: string; readonly clause: Query };
