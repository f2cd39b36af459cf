import { markdownTable } from '../reference/markdown-table.ts';
import { metricNames, metrics, type MetricSpec } from './metrics.ts';

const row = (name: string, { type, labels, help }: MetricSpec): string[] => [
  `\`${name}\``,
  type,
  labels.map((label) => `\`${label}\``).join(' '),
  help,
];

/** The reference page of the metrics, Markdown. */
export const metricsPage = (): string => `# Metrics

Generated from the table in \`packages/platform/src/telemetry/metrics.ts\` by \`node packages/platform/bin/generate-reference.ts\`; do not edit.

Served at \`GET /metrics\` in the Prometheus text format. The usual \`process_*\` and \`nodejs_*\` metrics stand beside these.

Conservation holds for every stage: in = out + dropped + dead + released + parked + buffered, at every moment.

${markdownTable(
  ['name', 'type', 'labels', 'meaning'],
  metricNames.map((name) => row(name, metrics[name])),
)}
`;
