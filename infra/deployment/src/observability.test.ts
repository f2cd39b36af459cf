import { describe, expect, test } from '@jest/globals';
import { metricNames } from '@earshot/platform';
import { parse } from 'yaml';
import { panels } from './grafana/panels.ts';
import { metricProblems } from './metric-problems.ts';
import { read, root } from './read.ts';
import { withTool } from './with-tool.ts';

interface Rules {
  readonly groups: readonly { readonly rules: readonly { readonly alert: string; readonly expr: string; readonly labels: object }[] }[];
}

const rules = (parse(read('infra/prometheus/alerts.yml')) as Rules).groups.flatMap((group) => group.rules);

test.each([
  ['rate(earshot_stage_records_lost_total[5m])', 'no metric of that name'],
  ['sum by (customer) (earshot_stage_paused)', 'no such label to group by'],
  ['earshot_stage_paused{topic="raw"}', 'no such label to select by'],
  ['earshot_freshness_seconds > 1', 'a histogram without its part'],
  ['rate(earshot_commits_total_bucket[5m])', 'a part of what is no histogram'],
])('%s: %s', (expression) => {
  expect(metricProblems(expression)).toHaveLength(1);
});

describe('alerts', () => {
  test.each(rules.map(({ alert, expr }) => [alert, expr]))('%s asks for what is served', (_, expr) => {
    expect(metricProblems(expr)).toEqual([]);
  });

  test('each has a test of its own, with a case that is an alert', () => {
    const tested = read('infra/prometheus/alerts.test.yml');
    for (const { alert } of rules) expect(tested).toContain(`alertname: ${alert}\n`);
  });

  withTool({ name: 'promtool', install: 'apt-get install prometheus' }, (promtool) => {
    test('the scrape configuration and the rules are valid, and say what their tests say', () => {
      expect(promtool('check', 'config', `${root}/infra/prometheus/prometheus.yml`)).toMatchObject({ ok: true });
      expect(promtool('test', 'rules', `${root}/infra/prometheus/alerts.test.yml`)).toMatchObject({ ok: true });
    });
  });
});

describe('the scrape configuration', () => {
  interface Scrape {
    readonly scrape_configs: readonly {
      readonly dns_sd_configs: readonly { readonly names: readonly string[]; readonly port: number }[];
    }[];
  }

  test('finds every lasting service of docker compose', () => {
    const compose = parse(read('docker-compose.yml'), { merge: true }) as {
      services: Record<string, { build?: unknown; restart?: string }>;
    };
    const lasting = Object.entries(compose.services).filter(([, { build, restart }]) => build !== undefined && restart !== undefined);
    const scrape = (parse(read('infra/prometheus/prometheus.yml')) as Scrape).scrape_configs[0]?.dns_sd_configs[0];
    expect([...(scrape?.names ?? [])].sort()).toEqual(lasting.map(([name]) => name).sort());
    expect(scrape?.port).toBe(8000);
  });
});

describe('the Grafana dashboard', () => {
  const expressions = panels.flatMap(({ title, targets }) => targets.map(({ expr, legend }) => [title, expr, legend] as const));

  test.each(expressions)('%s: %s asks for what is served', (_, expr, legend) => {
    expect(metricProblems(expr)).toEqual([]);
    // A label in the legend that the result does not carry shows as nothing.
    const grouped = /\bby \(([^)]*)\)/u.exec(expr)?.[1] ?? '';
    for (const [, label = ''] of legend.matchAll(/\{\{(\w+)\}\}/gu)) expect(grouped.split(/,\s*/u)).toContain(label);
  });

  test('shows every metric there is', () => {
    const shown = expressions.map(([, expr]) => expr).join('\n');
    expect(metricNames.filter((name) => !shown.includes(name))).toEqual([]);
  });

  test('uses the data source that is provisioned, and is provisioned itself', () => {
    const sources = parse(read('infra/grafana/provisioning/datasources/prometheus.yml')) as { datasources: readonly { uid: string }[] };
    const dashboard = read('infra/grafana/dashboards/earshot.json');
    const used = new Set([...dashboard.matchAll(/"type": "prometheus",\s*"uid": "(\w+)"/gu)].map(([, uid]) => uid));
    expect([...used]).toEqual(sources.datasources.map(({ uid }) => uid));
    const providers = parse(read('infra/grafana/provisioning/dashboards/earshot.yml')) as {
      providers: readonly { options: { path: string } }[];
    };
    expect(read('docker-compose.yml')).toContain(`./infra/grafana/dashboards:${providers.providers[0]?.options.path}:ro`);
  });
});
