import { fileURLToPath } from 'node:url';
import { connectorConformance, loadFixtures } from '../conformance.ts';
import { email } from './index.ts';

connectorConformance(email, loadFixtures(fileURLToPath(new URL('fixtures', import.meta.url))));
