import { describe, expect, test } from '@jest/globals';
import { read } from './read.ts';

interface Indices {
  readonly names: readonly string[];
  readonly privileges: readonly string[];
}
interface Role {
  readonly cluster: readonly string[];
  readonly indices: readonly Indices[];
  readonly applications?: readonly { readonly privileges: readonly string[] }[];
}

const role = JSON.parse(read('infra/elasticsearch/analyst-role.json')) as Role;
const keyOf = (file: string): readonly Role[] =>
  Object.values((JSON.parse(read(`infra/elasticsearch/${file}`)) as { role_descriptors: Record<string, Role> }).role_descriptors);

describe('access to Elasticsearch', () => {
  test.each([role, ...keyOf('analyst-api-key.json')])(
    'an analyst reads the alias, and can do nothing else',
    ({ cluster, indices, applications = [] }) => {
      expect(cluster).toEqual([]);
      // Not the pattern: an index read by its own name shows tombstones.
      expect(indices.map(({ names }) => names)).toEqual([['feedback']]);
      expect(indices.flatMap(({ privileges }) => privileges)).toEqual(['read', 'view_index_metadata']);
      for (const privilege of applications.flatMap(({ privileges }) => privileges)) expect(privilege).toMatch(/\.read$/u);
    },
  );

  test('the services may do all with their indices, and nothing with those of others', () => {
    const [services] = keyOf('service-api-key.json');
    expect(services?.indices.flatMap(({ names }) => names)).toEqual(['feedback', 'feedback-*']);
    expect(services?.cluster).toEqual(['monitor', 'manage_index_templates']);
  });
});
