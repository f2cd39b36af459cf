import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { topics } from '@earshot/model';
import { configSchema, groupOf } from '@earshot/platform';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parseAllDocuments } from 'yaml';
import { type Manifest, problemsOf } from './kubernetes/problems-of.ts';
import { root } from './read.ts';
import { variables } from './variables.ts';
import { type Run, withTool } from './with-tool.ts';

interface Container {
  readonly name: string;
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string }[];
  readonly resources: { readonly requests?: object; readonly limits?: object };
  readonly securityContext: object;
  readonly startupProbe?: object;
  readonly livenessProbe?: { readonly httpGet: { readonly path: string } };
  readonly readinessProbe?: { readonly httpGet: { readonly path: string } };
  readonly lifecycle?: object;
}

interface PodSpec {
  readonly containers: readonly Container[];
  readonly securityContext: object;
  readonly enableServiceLinks?: boolean;
  readonly terminationGracePeriodSeconds?: number;
}

type Workload = Manifest & {
  readonly spec: { readonly template: { readonly metadata: { readonly annotations?: object }; readonly spec: PodSpec } };
};
type Scaler = Manifest & {
  readonly spec: {
    readonly scaleTargetRef: { readonly name: string };
    readonly triggers: readonly { readonly metadata: Readonly<Record<string, string>> }[];
  };
};

const chart = path.join(root, 'infra/helm/earshot');
const go = 'helm.sh/helm/v3/cmd/helm@v3.22.0';
const kubernetes = ['--kube-version', '1.33.0'];

withTool({ name: 'helm', install: `go install ${go}`, module: go }, (helm) => {
  const render = (values: string, ...more: readonly string[]): Run =>
    helm('template', 'earshot', chart, ...kubernetes, '-f', path.join(chart, 'ci', `${values}-values.yaml`), ...more);
  const manifestsOf = (values: string): readonly Manifest[] => {
    const { ok, output, errors } = render(values);
    if (!ok) throw new Error(errors);
    return parseAllDocuments(output)
      .map((document) => document.toJS() as Manifest | null)
      .filter((manifest) => manifest !== null);
  };
  const all = manifestsOf('all');
  const fused = manifestsOf('fused');
  const ofKind = (manifests: readonly Manifest[], ...kinds: readonly string[]): readonly Manifest[] =>
    manifests.filter(({ kind }) => kinds.includes(kind));
  const deployments = ofKind(all, 'Deployment') as readonly Workload[];

  describe.each([
    ['everything behind a flag', all],
    ['one fused worker', fused],
  ])('the chart with %s', (_, manifests) => {
    const workloads = ofKind(manifests, 'Deployment', 'Job') as readonly Workload[];
    const containers = workloads.flatMap(({ spec }) => spec.template.spec.containers);

    test('renders objects of the shapes that Kubernetes, KEDA and the Prometheus operator declare', () => {
      expect(manifests.length).toBeGreaterThan(15);
      expect(problemsOf(manifests)).toEqual([]);
    });

    test('runs nothing as root, and writes to volumes only', () => {
      for (const { spec } of workloads) {
        expect(spec.template.spec.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
      }
      for (const container of containers) {
        expect(container.securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
      }
    });

    test('bounds every container', () => {
      for (const { name, resources } of containers) {
        expect([name, resources]).toEqual([name, { requests: expect.any(Object), limits: expect.any(Object) }]);
      }
    });

    test('probes and drains every service', () => {
      for (const { spec } of ofKind(manifests, 'Deployment') as readonly Workload[]) {
        expect(spec.template.spec.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(30);
        for (const container of spec.template.spec.containers) {
          expect(container.livenessProbe?.httpGet.path).toBe('/healthz');
          expect(container.readinessProbe?.httpGet.path).toBe('/readyz');
          expect(container).toMatchObject({ startupProbe: expect.any(Object), lifecycle: { preStop: expect.any(Object) } });
        }
      }
    });

    test('gives no process a variable that it would refuse, nor those that Kubernetes makes of services', () => {
      for (const { spec } of workloads) expect(spec.template.spec.enableServiceLinks).toBe(false);
      const names = containers.flatMap(({ env }) => env.map(({ name }) => name)).filter((name) => name.startsWith('EARSHOT_'));
      expect(names.length).toBeGreaterThan(0);
      expect(names.filter((name) => !variables.has(name))).toEqual([]);
    });

    test('writes a configuration that the services accept', () => {
      const isConfig = new Ajv2020({ strict: false, validateFormats: false }).compile(configSchema());
      for (const { data } of ofKind(manifests, 'ConfigMap') as readonly (Manifest & { readonly data: Record<string, string> })[]) {
        expect(isConfig(JSON.parse(data['earshot.config.json'] ?? '')) ? [] : isConfig.errors).toEqual([]);
      }
    });

    test('labels everything', () => {
      for (const { metadata } of manifests) {
        expect(metadata.labels).toMatchObject({
          'app.kubernetes.io/name': 'earshot',
          'app.kubernetes.io/instance': 'earshot',
          'app.kubernetes.io/component': expect.any(String),
          'app.kubernetes.io/part-of': 'earshot',
          'app.kubernetes.io/managed-by': 'Helm',
        });
      }
    });

    test('lets no disruption take every process of a service', () => {
      const budgets = ofKind(manifests, 'PodDisruptionBudget').map(({ metadata }) => metadata.name);
      expect(budgets.sort()).toEqual(
        ofKind(manifests, 'Deployment')
          .map(({ metadata }) => metadata.name)
          .sort(),
      );
    });
  });

  describe('the scalers', () => {
    const scalers = ofKind(all, 'ScaledObject') as readonly Scaler[];
    const triggers = scalers.map(({ spec }) => spec.triggers[0]?.metadata ?? {});

    test('cover every topic on the way, by the names that topics and groups have', () => {
      const names = new Set<string>(Object.values(topics).map(({ name }) => `eu.${name}`));
      for (const { topic = '' } of triggers) expect(names).toContain(topic);
      for (const topic of ['raw', 'cleaned', 'normalised', 'analysed'] as const) {
        expect(triggers).toContainEqual(expect.objectContaining({ topic: `eu.${topics[topic].name}`, consumerGroup: groupOf(topic) }));
      }
      expect(new Set(triggers.map(({ consumerGroup }) => consumerGroup)).size).toBe(triggers.length);
    });

    test('scale what exists, which then states no number of its own, and never beyond the partitions', () => {
      for (const { spec } of scalers) {
        const target = deployments.find(({ metadata }) => metadata.name === spec.scaleTargetRef.name);
        expect(target).toBeDefined();
        expect(target?.spec).not.toHaveProperty('replicas');
        expect(spec).toMatchObject({ maxReplicaCount: Math.min(...Object.values(topics).map(({ partitions }) => partitions)) });
      }
    });
  });

  describe('wrong values', () => {
    const refused: readonly (readonly [string, readonly string[], RegExp])[] = [
      ['a setting that the chart does not know', ['--set', 'autoscalling.enabled=true'], /autoscalling/u],
      ['no Secret', ['--set', 'secrets.existingSecret='], /existingSecret/u],
      ['a broker without a port', ['--set', 'kafka.brokers={kafka}'], /brokers/u],
      ['stages in the wrong order', ['--set', 'workers.fused.stages={analyse,clean}'], /clean cannot follow analyse/u],
      ['two workers in one group', ['--set', 'workers.other.stages={clean}'], /both read the topic raw/u],
      ['no place for large values', ['--set', 'blobs.existingClaim='], /blobs/u],
    ];

    test.each(refused)('%s is refused', (_, set, message) => {
      const { ok, errors } = render('fused', ...set);
      expect(ok).toBe(false);
      expect(errors).toMatch(message);
    });
  });

  test('a new configuration restarts the processes', () => {
    const checksum = ({ output }: Run): string | undefined => /checksum\/config: (\w+)/u.exec(output)?.[1];
    expect(checksum(render('fused'))).toBe(checksum(render('fused')));
    expect(checksum(render('fused', '--set', 'config.limits.backlogSeconds=60'))).not.toBe(checksum(render('fused')));
  });

  test('the check refuses a member that no API knows, and a wrong type', () => {
    const [scaler] = ofKind(all, 'ScaledObject') as readonly Scaler[];
    const [deployment] = deployments;
    if (scaler === undefined || deployment === undefined) throw new Error('nothing rendered');
    const container = { ...deployment.spec.template.spec.containers[0], port: 1 };
    const pod = { ...deployment.spec.template, spec: { ...deployment.spec.template.spec, containers: [container] } };
    const wrong = [
      { ...scaler, spec: { ...scaler.spec, maxReplicas: 3 } },
      { ...deployment, spec: { ...deployment.spec, template: pod } },
      { ...deployment, spec: { ...deployment.spec, replicas: '3' } },
    ];
    expect(problemsOf(wrong).map((problem) => /maxReplicas|port|string/u.exec(problem)?.[0])).toEqual(['maxReplicas', 'port', 'string']);
  });
});
