import { z } from 'zod';

/** How a field is stored and searched; maps one to one to an Elasticsearch field type. */
export type FieldType =
  | 'keyword'
  | 'text'
  | 'tokens'
  | 'date'
  | 'long'
  | 'integer'
  | 'float'
  | 'boolean'
  | 'object'
  | 'nested'
  | 'flattened';

/** What the definition says of a field besides its shape; carried as zod metadata. */
export interface FieldMeta {
  readonly field: FieldType;
  readonly description: string;
}

const withMeta = <S extends z.ZodType>(schema: S, field: FieldType, description: string): S =>
  schema.meta({ field, description } satisfies FieldMeta);

export const keyword = (description: string) => withMeta(z.string(), 'keyword', description);
export const choice = <const V extends readonly [string, ...string[]]>(values: V, description: string) =>
  withMeta(z.enum(values), 'keyword', description);
export const text = (description: string) => withMeta(z.string(), 'text', description);
export const tokens = (description: string) => withMeta(z.string(), 'tokens', description);
/** UTC, ISO 8601 with milliseconds and `Z`. */
export const date = (description: string) => withMeta(z.iso.datetime({ precision: 3 }), 'date', description);
export const long = (description: string) => withMeta(z.int().min(0), 'long', description);
export const integer = (description: string) => withMeta(z.int(), 'integer', description);
export const float = (description: string, min: number, max: number) => withMeta(z.number().min(min).max(max), 'float', description);
export const number = (description: string) => withMeta(z.number(), 'float', description);
export const boolean = (description: string) => withMeta(z.boolean(), 'boolean', description);
export const object = <S extends z.ZodRawShape>(description: string, shape: S) => withMeta(z.strictObject(shape), 'object', description);
export const nested = <S extends z.ZodRawShape>(description: string, shape: S) =>
  withMeta(z.array(z.strictObject(shape)), 'nested', description);
export const keywords = (description: string) => withMeta(z.array(z.string()), 'keyword', description);
export const flattened = (description: string) => withMeta(z.record(z.string(), z.string()), 'flattened', description);
export const optional = z.exactOptional;
