import { fileURLToPath } from 'node:url';
import { connectorConformance, loadFixtures } from '../conformance.ts';
import { social } from './index.ts';

connectorConformance(social, loadFixtures(fileURLToPath(new URL('fixtures', import.meta.url))));
