import type { Sample } from './connector.ts';
import { sampleOf } from './reading/sample.ts';
import { registry, type ConnectorName } from './registry.ts';

const names = Object.keys(registry) as ConnectorName[];

/** JSON and CSV of any kind are the web's: it is asked when nobody with a narrower format wants them. */
const order: readonly ConnectorName[] = [...names.filter((name) => name !== 'web'), 'web'];

export interface Detected {
  readonly connector: ConnectorName;
  readonly format: string;
}

/**
 * Connector and format of a file by its first bytes and its name; null where nobody knows it.
 * @param bytes the first 64 KiB are enough
 */
export const detectFormat = (bytes: Uint8Array, filename?: string): Detected | null => {
  const sample: Sample = sampleOf(bytes, filename);
  for (const connector of order) {
    const format = registry[connector].detect(sample);
    if (format !== null) return { connector, format };
  }
  return null;
};
