import type { z } from 'zod';
import { feedbackDocument } from './document.ts';
import type { FieldMeta, FieldType } from './field.ts';

/** One leaf or branch of the document, flattened; the base of every derived schema. */
export interface DocumentField {
  /** Dotted path, such as `rating.normalised`. */
  readonly path: string;
  readonly type: FieldType;
  readonly description: string;
  readonly optional: boolean;
  /** Holds several values (`nested` objects or a keyword list). */
  readonly many: boolean;
  /** Path of the nested object that holds it, where one does. */
  readonly nestedIn?: string;
  /** Closed list of values, where there is one. */
  readonly values?: readonly string[];
}

interface ZodDefinition {
  readonly type: string;
  readonly innerType?: z.ZodType;
  readonly element?: z.ZodType;
  readonly shape?: Record<string, z.ZodType>;
  readonly entries?: Record<string, string>;
}

const definitionOf = (schema: z.ZodType): ZodDefinition => schema._zod.def;

const unwrap = (schema: z.ZodType): { inner: z.ZodType; optional: boolean } => {
  const definition = definitionOf(schema);
  return definition.type === 'optional' && definition.innerType !== undefined
    ? { inner: definition.innerType, optional: true }
    : { inner: schema, optional: false };
};

const fieldsOf = (shape: Record<string, z.ZodType>, prefix: string, nestedIn: string | undefined): DocumentField[] =>
  Object.entries(shape).flatMap(([name, schema]) => {
    const { inner, optional } = unwrap(schema);
    const meta = inner.meta() as FieldMeta | undefined;
    if (meta === undefined) throw new TypeError(`field ${prefix}${name} has no metadata`);
    const definition = definitionOf(inner);
    const path = prefix + name;
    const self: DocumentField = {
      path,
      type: meta.field,
      description: meta.description,
      optional,
      many: definition.type === 'array',
      ...(nestedIn === undefined ? {} : { nestedIn }),
      ...(definition.entries === undefined ? {} : { values: Object.values(definition.entries) }),
    };
    const below =
      definition.type === 'array' && definition.element !== undefined ? definitionOf(definition.element).shape : definition.shape;
    if (below === undefined) return [self];
    return [self, ...fieldsOf(below, `${path}.`, meta.field === 'nested' ? path : nestedIn)];
  });

/** Every field of the feedback document, parents before children, in the order of the definition. */
export const documentFields: readonly DocumentField[] = fieldsOf(feedbackDocument.shape, '', undefined);
