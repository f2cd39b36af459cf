// Brings docs/connectors.md and the generated part of every connector's README up to date.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { registry } from '../src/registry.ts';
import { renderConnectorsPage, renderReadme } from '../src/render-docs.ts';

writeFileSync(new URL('../../../docs/connectors.md', import.meta.url), renderConnectorsPage(registry));
for (const connector of Object.values(registry)) {
  const file = fileURLToPath(new URL(`../src/${connector.spec.name}/README.md`, import.meta.url));
  writeFileSync(file, renderReadme(connector, existsSync(file) ? readFileSync(file, 'utf8') : ''));
}
