import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { BlobMissing, type Blobs } from './port.ts';

export interface BlobsFixture {
  readonly blobs: Blobs;
  close(): Promise<void>;
}

async function* chunks(...parts: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield typeof part === 'string' ? Buffer.from(part) : part;
}

const read = async (blobs: Blobs, sha256: string): Promise<Buffer> => {
  const parts: Uint8Array[] = [];
  for await (const part of blobs.get({ sha256 })) parts.push(part);
  return Buffer.concat(parts);
};

const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The promises of the blob store; every adapter runs them unchanged. */
export const describeBlobsContract = (name: string, open: () => Promise<BlobsFixture>): void => {
  describe(`blobs contract: ${name}`, () => {
    let fixture: BlobsFixture;
    beforeEach(async () => {
      fixture = await open();
    });
    afterEach(async () => {
      await fixture.close();
    });

    test.each([
      ['empty', ['']],
      ['zh', ['附件：', '发票.pdf']],
      ['en, many chunks', Array.from({ length: 1000 }, (_, at) => `line ${at}\n`)],
      ['binary', [Uint8Array.from({ length: 300_000 }, (_, at) => at % 251)]],
    ])('%s bytes come back under the hash of their content', async (_, parts) => {
      const { blobs } = fixture;
      const whole = Buffer.concat(parts.map((part) => Buffer.from(part as string)));
      const ref = await blobs.put(chunks(...parts));
      expect(ref).toEqual({ sha256: sha256(whole), bytes: whole.byteLength });
      expect((await read(blobs, ref.sha256)).equals(whole)).toBe(true);
    });

    test('equal bytes are kept once, however they are cut, also when they come at the same time', async () => {
      const { blobs } = fixture;
      const refs = await Promise.all([blobs.put(chunks('ab', 'c')), blobs.put(chunks('a', 'bc')), blobs.put(chunks('abc'))]);
      expect(new Set(refs.map((ref) => ref.sha256))).toEqual(new Set([sha256('abc')]));
      await blobs.remove({ sha256: sha256('abc') });
      await expect(read(blobs, sha256('abc'))).rejects.toThrow(BlobMissing);
    });

    test('a source that fails leaves nothing behind', async () => {
      const { blobs } = fixture;
      async function* broken(): AsyncGenerator<Uint8Array> {
        yield Buffer.from('half');
        throw new Error('the sender went away');
      }
      await expect(blobs.put(broken())).rejects.toThrow('the sender went away');
      await expect(read(blobs, sha256('half'))).rejects.toThrow(BlobMissing);
    });

    test('removing what is not there is no error', async () => {
      await expect(fixture.blobs.remove({ sha256: sha256('nothing') })).resolves.toBeUndefined();
    });

    test.each([
      '../../etc/passwd',
      `../${'a'.repeat(61)}`,
      '',
      'A'.repeat(64),
      `${'a'.repeat(64)}\n`,
      `${'a'.repeat(64)}/..`,
      '\0'.repeat(64),
    ])('%j is no address: nothing is read, nothing is removed', async (trick) => {
      await expect(read(fixture.blobs, trick)).rejects.toThrow(BlobMissing);
      await expect(fixture.blobs.remove({ sha256: trick })).resolves.toBeUndefined();
    });
  });
};
