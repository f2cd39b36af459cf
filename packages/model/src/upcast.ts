/** Lifts a value of one schema version to the next; pure. */
export type Upcaster = (value: unknown) => unknown;

/** Versions of one schema, oldest first; the last one is what is written today and has no upcaster. */
export type SchemaHistory = readonly [...{ readonly id: string; readonly lift: Upcaster }[], { readonly id: string }];

/** A value of a schema that this version does not know: written by a newer one, or by nobody. */
export class UnknownSchema extends TypeError {
  constructor(id: string, known: readonly string[]) {
    super(`schema ${id} is not one of ${known.join(', ')}`);
    this.name = 'UnknownSchema';
  }
}

/** Id of the newest version: what producers write. */
export const currentSchema = (history: SchemaHistory): string => history.at(-1)?.id ?? '';

/**
 * The value as the newest version has it. Old records stay readable as long as the log keeps them: a reader knows every version there was.
 * @throws UnknownSchema, and what a lift throws where the value is not of its schema
 */
export const upcast = (history: SchemaHistory, id: string, value: unknown): unknown => {
  const from = history.findIndex((version) => version.id === id);
  if (from === -1)
    throw new UnknownSchema(
      id,
      history.map((version) => version.id),
    );
  let lifted = value;
  for (const version of history.slice(from)) if ('lift' in version) lifted = version.lift(lifted);
  return lifted;
};
