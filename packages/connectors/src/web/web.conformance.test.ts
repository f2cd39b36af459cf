import { fileURLToPath } from 'node:url';
import { connectorConformance, loadFixtures } from '../conformance.ts';
import { web } from './index.ts';

connectorConformance(web, loadFixtures(fileURLToPath(new URL('fixtures', import.meta.url))));
