import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { describeBlobsContract } from './contract.ts';
import { openFolderBlobs } from './folder.ts';

const folder = (): string => mkdtempSync(path.join(tmpdir(), 'earshot-blobs-'));

describeBlobsContract('folder', async () => {
  const dir = folder();
  return { blobs: await openFolderBlobs({ dir }), close: async () => rmSync(dir, { recursive: true }) };
});

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

describe('folder blobs', () => {
  test('only the owner may read, and no temporary file stays', async () => {
    const dir = folder();
    const blobs = await openFolderBlobs({ dir });
    const { sha256 } = await blobs.put(bytes('secret'));
    await blobs.put(bytes('secret'));
    const file = path.join(dir, 'blobs', sha256.slice(0, 2), sha256.slice(2, 4), sha256);
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(readdirSync(path.join(dir, 'blobs', 'incoming'))).toEqual([]);
    rmSync(dir, { recursive: true });
  });

  test('what a killed process left half written is swept at the next start', async () => {
    const dir = folder();
    await openFolderBlobs({ dir });
    const incoming = path.join(dir, 'blobs', 'incoming');
    // Linux gives no process a number over 2^22.
    writeFileSync(path.join(incoming, '99999999.0badcafe'), 'half');
    writeFileSync(path.join(incoming, `${process.pid}.0badcafe`), 'mine');
    await openFolderBlobs({ dir });
    expect(readdirSync(incoming)).toEqual([`${process.pid}.0badcafe`]);
    rmSync(dir, { recursive: true });
  });

  test('a folder that cannot be made names the way out', async () => {
    const dir = folder();
    writeFileSync(path.join(dir, 'file'), 'x');
    await expect(openFolderBlobs({ dir: path.join(dir, 'file') })).rejects.toThrow(/^err:platform:capacity:disk-full: .*--data/u);
    rmSync(dir, { recursive: true });
  });
});
