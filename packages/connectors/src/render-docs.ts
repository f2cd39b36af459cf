import { z } from 'zod';
import type { Connector } from './connector.ts';

const yes = (value: boolean): string => (value ? 'yes' : 'no');

interface Property {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
}

const configRows = (connector: Connector): string[] => {
  const schema = z.toJSONSchema(connector.spec.config, { io: 'input' }) as { properties?: Record<string, Property> };
  return Object.entries(schema.properties ?? {}).map(([key, { type, description, default: preset }]) => {
    const secret = connector.spec.secrets.includes(key) ? ' Secret: by environment or file reference only.' : '';
    const value = preset === undefined ? '' : `, default \`${JSON.stringify(preset)}\``;
    return `- \`${key}\` (${type ?? 'value'}${value}): ${description ?? ''}.${secret}`;
  });
};

/** What a connector's spec says, as Markdown: its README and the page of all connectors carry it. */
const renderSpec = (connector: Connector): string => {
  const { spec, sequences = {} } = connector;
  const formats = spec.formats.map((format) => `\`${format}\`${sequences[format] === undefined ? '' : ' (streamed)'}`);
  return [
    `${spec.summary}.`,
    '',
    `- Channel: \`${spec.channel}\``,
    `- Formats: ${formats.join(', ')}`,
    `- The source names its messages: ${yes(spec.guarantees.stableIds)}`,
    `- Edits arrive as revisions: ${yes(spec.guarantees.edits)}`,
    `- Deletions are followed: ${yes(spec.guarantees.deletes)}`,
    '',
    'Configuration:',
    '',
    ...configRows(connector),
  ].join('\n');
};

const begin = '<!-- generated from the spec: npm run docs -w packages/connectors -->';
const end = '<!-- end of generated part -->';

/** README text with its generated part brought up to date; what stands outside the marks is written by hand. */
export const renderReadme = (connector: Connector, readme: string): string => {
  const from = readme.indexOf(begin);
  const to = readme.indexOf(end);
  const generated = `${begin}\n${renderSpec(connector)}\n${end}`;
  if (from < 0 || to < from) return `# ${connector.spec.name}\n\n${generated}\n`;
  return readme.slice(0, from) + generated + readme.slice(to + end.length);
};

/** docs/connectors.md. */
export const renderConnectorsPage = (registry: Readonly<Record<string, Connector>>): string => {
  const sections = Object.values(registry).map(
    (connector) =>
      `## ${connector.spec.name}\n\n${renderSpec(connector)}\n\nMore: [README](../packages/connectors/src/${connector.spec.name}/README.md)\n`,
  );
  return [
    '# Connectors',
    '',
    'Where messages come from. Generated from the registry by `npm run docs -w packages/connectors`; a test holds this page current.',
    'Streamed formats are read in constant memory and resume at any byte offset that an earlier run reported.',
    'A new connector is a copy of [the template](../packages/connectors/src/_template/README.md) and one line in `registry.ts`.',
    '',
    ...sections,
  ].join('\n');
};
