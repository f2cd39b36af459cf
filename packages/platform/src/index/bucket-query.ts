import { fieldAt, normaliseQuery, type Query } from '@earshot/model';
import type { GroupBy } from './port.ts';

/** One step down an aggregate: the group and the condition that its key stands for. */
export interface KeyCondition {
  readonly by: GroupBy;
  readonly clause: Query;
}

/** Nested object that holds the field, where one does. */
export const nestedPathOf = (field: string): string | undefined => fieldAt(field)?.nestedIn;

export const termClause = (field: string, value: string | number | boolean): Query => ({ op: 'term', field, value });

export const periodClause = (field: string, from: number, to: number): Query => ({
  op: 'range',
  field,
  gte: new Date(from).toISOString(),
  lt: new Date(to).toISOString(),
});

/** Bounds cut the numbers into ranges, the first and the last open: 0.5 and 1 give `*..0.5`, `0.5..1` and `1..*`. */
export const rangeEdges = (bounds: readonly number[]): readonly { from?: number; to?: number; key: string }[] => {
  const sorted = [...new Set(bounds)].sort((a, b) => a - b);
  return [...sorted, undefined].map((to, place) => {
    const from = sorted[place - 1];
    return {
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      key: `${from ?? '*'}..${to ?? '*'}`,
    };
  });
};

export const rangeClause = (field: string, edge: { readonly from?: number; readonly to?: number }): Query => ({
  op: 'range',
  field,
  ...(edge.from === undefined ? {} : { gte: edge.from }),
  ...(edge.to === undefined ? {} : { lt: edge.to }),
});

/**
 * The query of a bucket: the query of the whole and every key above it. Keys in one nested object speak of the same element, so they
 * stand together in one `nested` node.
 */
export const bucketQuery = (whole: Query, keys: readonly KeyCondition[]): Query => {
  const apart: Query[] = [];
  const elements = new Map<string, Query[]>();
  for (const { by, clause } of keys) {
    const path = nestedPathOf(by.field);
    if (path === undefined) apart.push(clause);
    else elements.set(path, [...(elements.get(path) ?? []), clause]);
  }
  const nested = Array.from(elements, ([path, clauses]): Query => ({ op: 'nested', path, clause: { op: 'and', clauses } }));
  return normaliseQuery({ op: 'and', clauses: [whole, ...apart, ...nested] });
};
