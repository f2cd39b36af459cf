import { type DocumentField, documentFields } from '../fields.ts';
import { fieldAliases } from '../query/searchable-field.ts';
import { documentSchema } from './document-version.ts';

const short = new Map(Object.entries(fieldAliases).map(([alias, path]) => [path, alias]));

const typeOf = ({ type, many }: DocumentField): string => (many && type !== 'nested' ? `${type}[]` : type);

const meaningOf = ({ description, values, path }: DocumentField): string => {
  const list = values === undefined ? '' : `: ${values.map((value) => `\`${value}\``).join(' ')}`;
  // A description that explains the values one by one needs no list of them.
  const explained = values?.every((value) => description.includes(value)) ?? true;
  const alias = short.get(path);
  return `${description}${explained ? '' : list}${alias === undefined ? '' : `. In queries also \`${alias}:\``}`.replaceAll('|', '\\|');
};

const row = (field: DocumentField): string =>
  `| <a id="${field.path}"></a>\`${field.path}\` | ${typeOf(field)} | ${field.optional ? 'no' : 'yes'} | ${meaningOf(field)} |`;

/** docs/reference/document.md. */
export const documentReference = (): string => `# The feedback document

Generated from the definition in \`packages/model/src/document.ts\` by \`node packages/model/bin/generate-reference.ts\`; do not edit. Schema \`${documentSchema}\`.

What is stored, searched, aggregated and exported. The schema is strict: an unknown field is an error, free data goes into \`labels\`.
All times are UTC, ISO 8601 with milliseconds; all offsets are UTF-16 code units of \`text\`, the end exclusive. A field of a nested object is
there as often as its object; "always" then means: in every such object.

| field | type | always | meaning |
|---|---|---|---|
${documentFields.map(row).join('\n')}
`;
