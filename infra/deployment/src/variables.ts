import { read } from './read.ts';

/** Environment variables of the configuration reference, with the aliases and those of a secret's file. */
export const variables: ReadonlySet<string> = new Set([
  'EARSHOT_CONFIG',
  ...[...read('docs/reference/configuration.md').matchAll(/`((?:EARSHOT|KAFKA|ELASTICSEARCH|REDIS|OTEL)_[A-Z0-9_]+)`/gu)].flatMap(
    ([, name = '']) => [name, `${name}_FILE`],
  ),
]);
