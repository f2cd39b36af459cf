import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Topic } from '@earshot/model';
import { systemCode } from '../storage/fault.ts';
import type { ApiKey } from '../http/keys.ts';
import { configDefinition, type CheckedConfig, type SecretReference } from './definition.ts';
import { overridesOf, type Environment } from './environment.ts';
import { ConfigFault, pointer, type ConfigProblem } from './problem.ts';
import { secretsIn, type SecretReader } from './resolve.ts';
import type { Secret } from './secret.ts';

export interface SaslLogin {
  readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
  readonly username: string;
  readonly password: Secret;
}

/** The configuration as the services use it: checked, complete, frozen. */
export interface Config
  extends Pick<
    CheckedConfig,
    'server' | 'data' | 'homeOffset' | 'limits' | 'topicPrefix' | 'worker' | 'tracing' | 'collector' | 'probe' | 'partitions'
  > {
  readonly keys: readonly ApiKey[];
  readonly kafka: Omit<CheckedConfig['kafka'], 'sasl'> & { readonly sasl?: SaslLogin };
  readonly elasticsearch: Omit<CheckedConfig['elasticsearch'], 'apiKey'> & { readonly apiKey?: Secret };
  readonly redis: Omit<CheckedConfig['redis'], 'password'> & { readonly password?: Secret };
  readonly blobs: {
    readonly s3?: Omit<NonNullable<CheckedConfig['blobs']['s3']>, 'secretAccessKey'> & { readonly secretAccessKey: Secret };
  };
  /** Absent: `pseudonymKeyIn` makes one for the data folder. */
  readonly pseudonymKey?: Secret;
  readonly retentionMs: Readonly<Partial<Record<Topic, number>>>;
  /** By connector, secrets resolved: hand it to the connector, never print it. */
  readonly connectors: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** What may be printed: references instead of secrets, addresses without their credentials. */
  readonly effective: CheckedConfig;
}

export interface ConfigSources {
  /** Path of the configuration file; none is read where absent. */
  readonly file?: string;
  /** The process environment. */
  readonly env: Environment;
  /** Command-line flags, by dotted path such as `server.port`; they win over all else. */
  readonly flags?: Readonly<Record<string, unknown>>;
}

type Tree = Record<string, unknown>;

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

const readJson = (file: string): Tree => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigFault([{ path: file, message: `cannot be read (${systemCode(error) ?? 'unknown failure'})` }]);
  }
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/u, ''));
    if (isTree(value)) return value;
  } catch (error) {
    // The message of V8 quotes the text around the fault; only its position is safe to show.
    const position = /position \d+( \(line \d+ column \d+\))?/u.exec(error instanceof Error ? error.message : '')?.[0];
    throw new ConfigFault([{ path: file, message: `is not valid JSON${position === undefined ? '' : ` at ${position}`}` }]);
  }
  throw new ConfigFault([{ path: file, message: 'must be one JSON object' }]);
};

/** A copy of the tree with one value set; a parent that is no object is left for the check to refuse. */
const withValue = (tree: Tree, [name, ...rest]: readonly string[], value: unknown): Tree => {
  if (name === undefined) return tree;
  if (rest.length === 0) return { ...tree, [name]: value };
  const child = tree[name] ?? {};
  return isTree(child) ? { ...tree, [name]: withValue(child, rest, value) } : tree;
};

const freeze = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const child of Object.values(value)) freeze(child);
  }
  return value;
};

const check = (input: Tree, known: readonly ConfigProblem[]): CheckedConfig => {
  const parsed = configDefinition.safeParse(input);
  const problems = [...known];
  for (const issue of parsed.error?.issues ?? []) {
    if (issue.code === 'unrecognized_keys') {
      for (const name of issue.keys) problems.push({ path: pointer([...issue.path, name]), message: 'is not a setting' });
    } else problems.push({ path: pointer(issue.path), message: issue.message });
  }
  if (problems.length > 0 || parsed.data === undefined) throw new ConfigFault(problems);
  return parsed.data;
};

const keysOf = (checked: CheckedConfig, reader: SecretReader): ApiKey[] =>
  checked.keys.map(({ name, role, secret }, at) => {
    if ('sha256' in secret) return { name, role, sha256: secret.sha256 };
    const text = reader.read(secret, ['keys', at, 'secret'])?.reveal() ?? '';
    return { name, role, sha256: createHash('sha256').update(text).digest('hex') };
  });

const printable = <T>(value: T): T => {
  if (typeof value === 'string') return value.replace(/\/\/[^/\s@]*@/gu, '//[secret]@') as T;
  if (Array.isArray(value)) return value.map(printable) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, printable(each)])) as T;
};

const dayMs = 86_400_000;

/** Settings of the servers, with their secrets. A secret that cannot be read is among the reader's problems. */
const serversOf = (checked: CheckedConfig, reader: SecretReader): Pick<Config, 'kafka' | 'elasticsearch' | 'redis' | 'blobs'> => {
  const secretAt = (reference: SecretReference | undefined, ...at: string[]): Secret | undefined =>
    reference === undefined ? undefined : reader.read(reference, at);
  const { sasl, ...kafka } = checked.kafka;
  const { apiKey, ...elasticsearch } = checked.elasticsearch;
  const { password, ...redis } = checked.redis;
  const saslPassword = secretAt(sasl?.password, 'kafka', 'sasl', 'password');
  const elasticKey = secretAt(apiKey, 'elasticsearch', 'apiKey');
  const redisPassword = secretAt(password, 'redis', 'password');
  const { s3 } = checked.blobs;
  const s3Key = secretAt(s3?.secretAccessKey, 'blobs', 's3', 'secretAccessKey');
  return {
    kafka: { ...kafka, ...(sasl === undefined || saslPassword === undefined ? {} : { sasl: { ...sasl, password: saslPassword } }) },
    elasticsearch: { ...elasticsearch, ...(elasticKey === undefined ? {} : { apiKey: elasticKey }) },
    redis: { ...redis, ...(redisPassword === undefined ? {} : { password: redisPassword }) },
    blobs: s3 === undefined || s3Key === undefined ? {} : { s3: { ...s3, secretAccessKey: s3Key } },
  };
};

const resolve = (checked: CheckedConfig, reader: SecretReader): Config => {
  const pseudonymKey = checked.pseudonymKey === undefined ? undefined : reader.read(checked.pseudonymKey, ['pseudonymKey']);
  const { server, data, homeOffset, limits, topicPrefix, worker, tracing, collector, probe, partitions } = checked;
  const days = Object.entries(checked.retentionDays).filter(([, count]) => count !== undefined);
  return {
    server,
    data,
    homeOffset,
    limits,
    topicPrefix,
    worker,
    tracing,
    collector,
    probe,
    partitions,
    ...serversOf(checked, reader),
    keys: keysOf(checked, reader),
    ...(pseudonymKey === undefined ? {} : { pseudonymKey }),
    retentionMs: Object.fromEntries(days.map(([topic, count]) => [topic, Number(count) * dayMs])),
    connectors: reader.resolveConnectors(checked.connectors),
    effective: printable(checked),
  };
};

/**
 * Reads the configuration once: flags over environment over file over defaults.
 * @throws ConfigFault with every problem and its path
 */
export const loadConfig = ({ file, env, flags = {} }: ConfigSources): Config => {
  const { overrides, problems } = overridesOf(env);
  let input = file === undefined ? {} : readJson(file);
  for (const { path: at, value } of overrides) input = withValue(input, at, value);
  for (const [name, value] of Object.entries(flags)) if (value !== undefined) input = withValue(input, name.split('.'), value);
  const checked = check(input, problems);
  const reader = secretsIn(env, file === undefined ? '.' : path.dirname(file));
  const config = resolve(checked, reader);
  if (reader.problems.length > 0) throw new ConfigFault(reader.problems);
  return freeze(config);
};
