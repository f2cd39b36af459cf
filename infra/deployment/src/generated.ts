import { grafanaDashboard } from './grafana/dashboard.ts';
import { savedObjects } from './kibana/saved-objects.ts';

/** Files that are made from code, by their path from the root. */
export const generated = (): Readonly<Record<string, string>> => ({
  'infra/grafana/dashboards/earshot.json': `${JSON.stringify(grafanaDashboard(), null, 2)}\n`,
  'infra/kibana/feedback.ndjson': savedObjects()
    .map((object) => `${JSON.stringify(object)}\n`)
    .join(''),
});
