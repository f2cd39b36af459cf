import { z } from 'zod';
import { configDefinition } from './definition.ts';

/** One leaf of the configuration. */
export interface Setting {
  readonly path: readonly string[];
  /** Environment variable, EARSHOT_... */
  readonly env: string;
  readonly type: 'string' | 'number' | 'boolean' | 'list' | 'json' | 'secret';
  readonly description: string;
  readonly default?: unknown;
}

interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly description?: string;
  readonly default?: unknown;
  readonly secret?: boolean;
}

/** JSON Schema (2020-12) of the file. */
export const configSchema = (): Record<string, unknown> => ({
  ...z.toJSONSchema(configDefinition, { io: 'input' }),
  title: 'Earshot configuration',
});

const envOf = (path: readonly string[]): string =>
  `EARSHOT_${path.map((part) => part.replace(/([a-z0-9])([A-Z])/gu, '$1_$2').toUpperCase()).join('_')}`;

const typeOf = (schema: Schema): Setting['type'] => {
  if (schema.secret === true) return 'secret';
  if (schema.type === 'integer' || schema.type === 'number') return 'number';
  if (schema.type === 'boolean' || schema.type === 'string') return schema.type;
  return schema.type === 'array' && schema.items?.type === 'string' ? 'list' : 'json';
};

const leaves = (schema: Schema, path: readonly string[]): Setting[] => {
  if (schema.properties !== undefined && path[0] !== 'connectors') {
    return Object.entries(schema.properties).flatMap(([name, child]) => leaves(child, [...path, name]));
  }
  if (path[0] === '$schema') return [];
  return [
    {
      path,
      env: envOf(path),
      type: typeOf(schema),
      description: schema.description ?? '',
      ...(schema.default === undefined ? {} : { default: schema.default }),
    },
  ];
};

/** Every setting, in the order of the definition. */
export const settings: readonly Setting[] = leaves(configSchema(), []);

/** Names that other software uses for the same things. */
export const environmentAliases: Readonly<Record<string, string>> = {
  KAFKA_BROKERS: 'EARSHOT_KAFKA_BROKERS',
  ELASTICSEARCH_URL: 'EARSHOT_ELASTICSEARCH_URL',
  REDIS_URL: 'EARSHOT_REDIS_URL',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'EARSHOT_TRACING_ENDPOINT',
};
