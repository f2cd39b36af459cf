import { faultTable, type FaultCode } from '../faults.ts';

const areas: Readonly<Record<string, string>> = {
  intake: 'Intake: what was sent',
  auth: 'Access',
  query: 'Queries',
  request: 'Requests',
  stage: 'Stages',
  index: 'Index',
  platform: 'Platform',
};

const owners: Readonly<Record<string, string>> = {
  client: 'the sender of the request or record',
  config: 'the operator: configuration',
  capacity: 'the operator: capacity',
  upstream: 'a service that Earshot depends on',
  platform: 'Earshot itself',
};

const areaOf = (code: string): string => code.split(':')[1] ?? '';

const entry = (code: FaultCode): string => {
  const { owner, status, meaning, remedy } = faultTable[code];
  return `### <a id="${code}"></a>\`${code}\`

${meaning} ${remedy}

HTTP ${status}; mended by ${owners[owner] ?? owner}.
`;
};

/** docs/reference/faults.md: one anchor for each code of the closed table. */
export const faultReference = (): string => {
  const codes = Object.keys(faultTable) as FaultCode[];
  const sections = [...new Set(codes.map(areaOf))].map(
    (area) =>
      `## ${areas[area] ?? area}\n\n${codes
        .filter((code) => areaOf(code) === area)
        .map(entry)
        .join('\n')}`,
  );
  return `# Faults

Generated from the table in \`packages/model/src/faults.ts\` by \`node packages/model/bin/generate-reference.ts\`; do not edit.

A fault code is \`err:<area>:<owner>:<what>\`. The same code is the \`code\` of a problem answer (RFC 9457), the label of the metric, the code of
a dead letter and the anchor on this page.

${sections.join('\n')}`;
};
