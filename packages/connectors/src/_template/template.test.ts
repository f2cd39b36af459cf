import { fileURLToPath } from 'node:url';
import { connectorConformance, loadFixtures } from '../conformance.ts';
import { template } from './index.ts';

connectorConformance(template, loadFixtures(fileURLToPath(new URL('fixtures', import.meta.url))));
