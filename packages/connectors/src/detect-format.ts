import type { Sample } from './connector.ts';
import { sampleOf } from './reading/sample.ts';
import { registry, type ConnectorName } from './registry.ts';

/** Who is asked first: the narrower a format, the earlier; JSON and CSV of any kind are the web's. */
const order = ['hotline', 'social', 'web', 'email'] as const satisfies readonly ConnectorName[];

const byEnding = (filename: string): readonly ConnectorName[] => (/\.(?:eml|mbox|mbx)$/.test(filename) ? ['email', ...order] : order);

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
  for (const connector of byEnding(sample.filename)) {
    const format = registry[connector].detect(sample);
    if (format !== null) return { connector, format };
  }
  return null;
};
