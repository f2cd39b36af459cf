export interface Reference {
  readonly type: string;
  readonly id: string;
  readonly name: string;
}

/** One line of Kibana's export format (saved objects import API, 8.x). Ids are ours and never change: an import replaces. */
export interface SavedObject {
  readonly type: 'index-pattern' | 'search' | 'lens' | 'visualization' | 'dashboard';
  readonly id: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly references: readonly Reference[];
  readonly coreMigrationVersion: '8.8.0';
  /** Oldest shape that Kibana 8.19 lifts to its own. */
  readonly typeMigrationVersion: string;
}

const shapes = { 'index-pattern': '8.0.0', search: '8.0.0', lens: '8.9.0', visualization: '8.5.0', dashboard: '8.9.0' } as const;

export const savedObject = (
  type: SavedObject['type'],
  id: string,
  attributes: SavedObject['attributes'],
  references: readonly Reference[] = [],
): SavedObject => ({ type, id, attributes, references, coreMigrationVersion: '8.8.0', typeMigrationVersion: shapes[type] });

export const dataViewId = 'earshot-feedback';

/** Everything: the read alias itself leaves tombstones out. */
export const everything = { language: 'kuery', query: '' } as const;

/** A query that every object carries, so that it is right outside the dashboard too. */
export const searchSource = (kuery: string): string =>
  JSON.stringify({
    query: { language: 'kuery', query: kuery },
    filter: [],
    indexRefName: 'kibanaSavedObjectMeta.searchSourceJSON.index',
  });

export const sourceReference: Reference = {
  type: 'index-pattern',
  id: dataViewId,
  name: 'kibanaSavedObjectMeta.searchSourceJSON.index',
};
