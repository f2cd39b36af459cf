import { readFileSync } from 'node:fs';
import path from 'node:path';
import { systemCode } from '../storage/fault.ts';
import type { SecretReference } from './definition.ts';
import type { Environment } from './environment.ts';
import { pointer, type ConfigProblem } from './problem.ts';
import { Secret } from './secret.ts';

type ConnectorSettings = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Follows references to secrets and gathers what is wrong with them. */
export interface SecretReader {
  readonly problems: readonly ConfigProblem[];
  read(reference: SecretReference, at: readonly PropertyKey[]): Secret | undefined;
  /** Replaces every `{"file": ...}` and `{"env": ...}` below a connector's own settings by its text. */
  resolveConnectors(connectors: ConnectorSettings): ConnectorSettings;
}

const isReference = (value: object): value is SecretReference => {
  const entries = Object.entries(value);
  const [name, text] = entries[0] ?? [];
  return entries.length === 1 && (name === 'file' || name === 'env') && typeof text === 'string';
};

/** @param folder relative files of secrets stand here */
export const secretsIn = (env: Environment, folder: string): SecretReader => {
  const problems: ConfigProblem[] = [];
  const textOf = (reference: SecretReference): string | { readonly problem: string } => {
    if ('env' in reference) return env[reference.env] ?? { problem: `the environment variable ${reference.env} is not set` };
    try {
      return readFileSync(path.resolve(folder, reference.file), 'utf8').replace(/\r?\n$/u, '');
    } catch (error) {
      return { problem: `the file ${reference.file} cannot be read (${systemCode(error) ?? 'unknown failure'})` };
    }
  };
  const read = (reference: SecretReference, at: readonly PropertyKey[]): Secret | undefined => {
    const text = textOf(reference);
    if (typeof text === 'string' && text !== '') return new Secret(text);
    problems.push({ path: pointer(at), message: typeof text === 'string' ? 'the secret is empty' : text.problem });
    return undefined;
  };
  const follow = (value: unknown, at: readonly PropertyKey[]): unknown => {
    if (Array.isArray(value)) return value.map((each: unknown, index) => follow(each, [...at, index]));
    if (typeof value !== 'object' || value === null) return value;
    // A connector's settings themselves may hold a plain option called file: references begin one level below.
    if (at.length > 2 && isReference(value)) return read(value, at)?.reveal();
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, follow(each, [...at, name])]));
  };
  return {
    problems,
    read,
    resolveConnectors: (connectors) => follow(connectors, ['connectors']) as ConnectorSettings,
  };
};
