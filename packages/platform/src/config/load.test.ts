import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { configDefinition } from './definition.ts';
import { loadConfig, type Config, type ConfigSources } from './load.ts';
import { configurationPage } from './page.ts';
import { ConfigFault } from './problem.ts';
import { pseudonymKeyIn } from './pseudonym-key.ts';
import { configSchema, settings } from './settings.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'earshot-config-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true });
});

const fileOf = (content: unknown): string => {
  const file = path.join(dir, 'earshot.config.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
};

const load = (content: unknown, env: ConfigSources['env'] = {}, flags: ConfigSources['flags'] = {}): Config =>
  loadConfig({ file: fileOf(content), env, flags });

const problemsOf = (run: () => unknown): readonly { path: string; message: string }[] => {
  try {
    run();
  } catch (error) {
    if (error instanceof ConfigFault) return error.problems;
    throw error;
  }
  throw new Error('nothing was refused');
};

const pathsOf = (run: () => unknown): string[] =>
  problemsOf(run)
    .map((problem) => problem.path)
    .sort();

describe('configuration', () => {
  test('nothing given is a working embedded system on loopback', () => {
    const config = loadConfig({ env: {} });
    expect(config).toMatchObject({ server: { host: '127.0.0.1', port: 8000 }, data: { dir: './data' }, keys: [], kafka: { brokers: [] } });
    expect(config).not.toHaveProperty('pseudonymKey');
  });

  test('flags win over the environment, it over the file, it over the defaults', () => {
    const file = { server: { port: 1000, host: 'file' }, homeOffset: '+08:00' };
    const config = load(file, { EARSHOT_SERVER_PORT: '2000', EARSHOT_SERVER_HOST: 'env' }, { 'server.port': 3000, 'data.dir': undefined });
    expect(config.server).toMatchObject({ port: 3000, host: 'env' });
    expect([config.homeOffset, config.data.dir]).toEqual(['+08:00', './data']);
  });

  test.each([
    ['EARSHOT_LIMITS_BACKLOG_SECONDS', '2.5', (config: Config) => config.limits.backlogSeconds, 2.5],
    ['EARSHOT_KAFKA_BROKERS', 'a:9092, b:9092', (config: Config) => config.kafka.brokers, ['a:9092', 'b:9092']],
    ['KAFKA_BROKERS', 'a:9092', (config: Config) => config.kafka.brokers, ['a:9092']],
    ['ELASTICSEARCH_URL', 'http://es:9200', (config: Config) => config.elasticsearch.url, 'http://es:9200'],
    ['REDIS_URL', 'redis://r:6379', (config: Config) => config.redis.url, 'redis://r:6379'],
    ['EARSHOT_RETENTION_DAYS_RAW', '2', (config: Config) => config.retentionMs.raw, 172_800_000],
    ['EARSHOT_CONNECTORS', '{"x":{"shop":"店"}}', (config: Config) => config.connectors, { x: { shop: '店' } }],
    ['EARSHOT_SERVER_HOST', '', (config: Config) => config.server.host, '127.0.0.1'],
    ['HOME', '/root', (config: Config) => config.server.port, 8000],
  ])('%s=%s is understood', (name, text, get, expected) => {
    expect(get(loadConfig({ env: { [name]: text } }))).toEqual(expected);
  });

  test('secrets of the servers are read by reference and never printed', () => {
    const config = load(
      {
        kafka: { brokers: ['k:9093'], ssl: true, sasl: { username: 'earshot', password: { env: 'KAFKA_PASSWORD' } } },
        elasticsearch: { url: 'https://es:9200', apiKey: { env: 'ES_KEY' } },
        redis: { url: 'redis://r:6379', password: { env: 'REDIS_PASSWORD' } },
        blobs: { s3: { bucket: 'feedback', accessKeyId: 'id', secretAccessKey: { env: 'S3_KEY' } } },
      },
      { KAFKA_PASSWORD: 'hunter-k', ES_KEY: 'hunter-e', REDIS_PASSWORD: 'hunter-r', S3_KEY: 'hunter-s' },
    );
    expect(config.kafka.sasl?.password.reveal()).toBe('hunter-k');
    expect(config.elasticsearch.apiKey?.reveal()).toBe('hunter-e');
    expect(config.redis.password?.reveal()).toBe('hunter-r');
    expect(config.blobs.s3?.secretAccessKey.reveal()).toBe('hunter-s');
    expect(JSON.stringify(config)).not.toMatch(/hunter/u);
    expect(pathsOf(() => load({ elasticsearch: { apiKey: { env: 'NOT_SET' } } }))).toEqual(['/elasticsearch/apiKey']);
  });

  test('every problem is told at once, with its path and without its value', () => {
    const file = {
      server: { port: 'hunter2', hots: 'x' },
      nonsense: 1,
      keys: [{ name: 'a', role: 'king', secret: 'hunter2' }],
      limits: { bodyBytes: -1 },
    };
    const run = () => load(file, { EARSHOT_SERVRE_PORT: 'hunter2', EARSHOT_CONNECTORS: '{hunter2' });
    expect(pathsOf(run)).toEqual([
      '/keys/0/role',
      '/keys/0/secret',
      '/limits/bodyBytes',
      '/nonsense',
      '/server/hots',
      '/server/port',
      'EARSHOT_CONNECTORS',
      'EARSHOT_SERVRE_PORT',
    ]);
    expect(run).toThrow(/^err:platform:config:invalid/u);
    expect(run).not.toThrow(/hunter2/u);
  });

  test.each([
    ['{"server": {"port": 1,}, "x": "hunter2"}', /not valid JSON at position 22/u],
    ['hunter2', /not valid JSON/u],
    ['[]', /one JSON object/u],
    ['', /not valid JSON/u],
  ])('%s is refused without being quoted', (text, message) => {
    expect(() => load(text)).toThrow(message);
    expect(() => load(text)).not.toThrow(/hunter2/u);
  });

  test('a file that is not there is named', () => {
    expect(() => loadConfig({ file: path.join(dir, 'none.json'), env: {} })).toThrow(/none\.json: cannot be read \(ENOENT\)/u);
  });

  test('the value is frozen to its depth', () => {
    const config = load({ connectors: { x: { list: [{}] } } });
    for (const part of [config, config.server, config.keys, config.effective, config.connectors['x']?.['list']]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
  });

  test('no text as a file crashes the loader in another way than by its fault', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        try {
          load(text);
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigFault);
        }
      }),
    );
  });
});

describe('secrets', () => {
  test('come by reference from a file beside the configuration, or from the environment, and never from the file itself', () => {
    writeFileSync(path.join(dir, 'key.txt'), 's3cret\n');
    expect(load({ pseudonymKey: { file: 'key.txt' } }).pseudonymKey?.reveal()).toBe('s3cret');
    expect(load({ pseudonymKey: { env: 'MY_KEY' } }, { MY_KEY: 's3cret' }).pseudonymKey?.reveal()).toBe('s3cret');
    expect(load({}, { EARSHOT_PSEUDONYM_KEY: 's3cret' }).pseudonymKey?.reveal()).toBe('s3cret');
    expect(load({}, { EARSHOT_PSEUDONYM_KEY_FILE: path.join(dir, 'key.txt') }).pseudonymKey?.reveal()).toBe('s3cret');
    expect(pathsOf(() => load({ pseudonymKey: 's3cret' }))).toEqual(['/pseudonymKey']);
  });

  test('a key is kept as its hash only', () => {
    const sha256 = createHash('sha256').update('s3cret').digest('hex');
    const keys = [
      { name: 'shop', role: 'ingest', secret: { env: 'SHOP_KEY' } },
      { name: 'boss', role: 'admin', secret: { sha256 } },
    ];
    expect(load({ keys }, { SHOP_KEY: 's3cret' }).keys).toEqual([
      { name: 'shop', role: 'ingest', sha256 },
      { name: 'boss', role: 'admin', sha256 },
    ]);
  });

  test('below a connector references are followed; a plain option called file stays', () => {
    const connectors = { mbox: { file: 'in.mbox' }, x: { token: { env: 'X_TOKEN' }, list: [{ env: 'X_TOKEN' }] } };
    expect(load({ connectors }, { X_TOKEN: 's3cret' }).connectors).toEqual({
      mbox: { file: 'in.mbox' },
      x: { token: 's3cret', list: ['s3cret'] },
    });
  });

  test('every missing secret is told with the path of its reference', () => {
    const content = {
      pseudonymKey: { env: 'NONE' },
      keys: [{ name: 'a', role: 'admin', secret: { file: 'none.txt' } }],
      connectors: { x: { token: { env: 'EMPTY' } } },
    };
    expect(pathsOf(() => load(content, { EMPTY: '' }))).toEqual(['/connectors/x/token', '/keys/0/secret', '/pseudonymKey']);
  });

  test('what may be printed holds no secret', () => {
    const content = { pseudonymKey: { env: 'K' }, connectors: { x: { token: { env: 'K' } } } };
    const config = load(content, { K: 's3cret', REDIS_URL: 'redis://user:s3cret@r:6379' });
    expect(config.redis.url).toContain('s3cret');
    expect(JSON.stringify(config.effective)).not.toContain('s3cret');
    for (const printed of [inspect(config.pseudonymKey), JSON.stringify(config.pseudonymKey), String(config.pseudonymKey)]) {
      expect(printed).not.toContain('s3cret');
    }
  });
});

describe('pseudonym key of a folder', () => {
  test('is made once, stays, is long, and nobody else may read it', () => {
    const data = path.join(dir, 'data');
    const key = pseudonymKeyIn(data).reveal();
    expect(key).toMatch(/^[0-9a-f]{64}$/u);
    expect(pseudonymKeyIn(data).reveal()).toBe(key);
    expect(statSync(path.join(data, 'pseudonym.key')).mode & 0o777).toBe(0o600);
    expect(readdirSync(data)).toEqual(['pseudonym.key']);
    expect(pseudonymKeyIn(path.join(dir, 'other')).reveal()).not.toBe(key);
  });

  test('a folder that cannot be made names the way out', () => {
    writeFileSync(path.join(dir, 'file'), '');
    expect(() => pseudonymKeyIn(path.join(dir, 'file', 'data'))).toThrow(/^err:platform:capacity:disk-full/u);
  });
});

describe('reference', () => {
  const page = (name: string): string => readFileSync(new URL(`../../../../docs/reference/${name}`, import.meta.url), 'utf8');

  test('page and JSON Schema are current: bin/generate-reference.ts writes them', () => {
    expect(page('configuration.md')).toBe(configurationPage());
    expect(JSON.parse(page('configuration.schema.json'))).toEqual(JSON.parse(JSON.stringify(configSchema())));
  });

  test('every setting is described, has a variable of its own and reaches its place', () => {
    expect(new Set(settings.map(({ env }) => env)).size).toBe(settings.length);
    for (const { description, env } of settings) {
      expect(description).not.toBe('');
      expect(env).toMatch(/^EARSHOT_[A-Z0-9_]+$/u);
    }
    expect(settings.map(({ path: at }) => at[0])).toEqual(
      expect.arrayContaining(Object.keys(configDefinition.shape).filter((name) => name !== '$schema')),
    );
  });
});
