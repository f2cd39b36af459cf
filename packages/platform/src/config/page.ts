import { markdownTable } from '../reference/markdown-table.ts';
import { environmentAliases, settings, type Setting } from './settings.ts';

const row = ({ path, env, type, description, default: preset }: Setting): string[] => [
  `\`${path.join('.')}\``,
  `\`${env}\``,
  type,
  preset === undefined ? '' : `\`${JSON.stringify(preset)}\``,
  description,
];

/** The reference page of the configuration, Markdown. */
export const configurationPage = (): string => `# Configuration

Generated from \`packages/platform/src/config/definition.ts\` by \`node packages/platform/bin/generate-reference.ts\`; do not edit.

One file, \`earshot.config.json\`; its JSON Schema is \`docs/reference/configuration.schema.json\`. Each setting is also an environment variable.
Command-line flags win over the environment, the environment over the file, the file over the defaults. Unknown settings are refused, and all
problems are reported at once with their paths.

A secret never stands in the file: it is a reference, \`{"file": "path"}\` (relative to the configuration file) or \`{"env": "NAME"}\`. In the
environment, the variable itself holds the secret, or the variable with \`_FILE\` behind its name holds the path of a file.

${markdownTable(['setting', 'environment', 'type', 'default', 'meaning'], settings.map(row))}

A list is separated by commas in the environment; json is written as JSON. ${Object.entries(environmentAliases)
  .map(([alias, name]) => `\`${alias}\` is read as \`${name}\`.`)
  .join(' ')}
`;
