import { fileURLToPath } from 'node:url';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

export default {
  testEnvironment: 'node',
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/_template/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': here('./strip-types.cjs') },
  reporters: ['default', here('./counts-reporter.cjs')],
  maxWorkers: 2,
  workerIdleMemoryLimit: '1GB',
  // Ends what hangs; no test is a measurement, and a machine may be busy.
  testTimeout: 300_000,
};
