import { isMetricName, metrics } from '@earshot/platform';

/** Labels that Prometheus itself adds. */
const added: ReadonlySet<string> = new Set(['le', 'job', 'instance', 'service', 'namespace', 'pod']);
const foreign: ReadonlySet<string> = new Set(['up']);

const base = (name: string): string => (isMetricName(name) ? name : name.replace(/_(bucket|count|sum)$/u, ''));
const labelList = (text: string): string[] =>
  text
    .split(',')
    .map((label) => label.trim())
    .filter((label) => label !== '');

/**
 * What an expression of PromQL asks for and the processes do not serve: metrics outside the table, labels that its metrics do not carry,
 * parts of a histogram of something that is none. Empty: nothing.
 */
export const metricProblems = (expression: string): readonly string[] => {
  const problems: string[] = [];
  const carried = new Set<string>(added);
  const bare = expression.replace(/"[^"]*"/gu, '""');
  const names = [...bare.matchAll(/\b(earshot_\w+|up)\b(?:\{([^}]*)\})?/gu)];
  if (names.length === 0) problems.push(`${expression}: no metric`);
  for (const [, name = '', selector = ''] of names) {
    const metric = base(name);
    if (foreign.has(metric)) continue;
    if (!isMetricName(metric)) {
      problems.push(`${name} is no metric`);
      continue;
    }
    const { type, labels } = metrics[metric] as { type: string; labels: readonly string[] };
    if ((metric !== name) !== (type === 'histogram')) problems.push(`${name}: a ${type}`);
    for (const label of labels) carried.add(label);
    for (const matcher of labelList(selector)) {
      const label = /^\w+/u.exec(matcher)?.[0] ?? '';
      if (!labels.includes(label) && !added.has(label)) problems.push(`${name} has no label ${label}`);
    }
  }
  for (const [, list = ''] of bare.matchAll(/\bby \(([^)]*)\)/gu)) {
    for (const label of labelList(list)) if (!carried.has(label)) problems.push(`no label ${label} to group by`);
  }
  return problems;
};
