import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { DatabaseSync } from 'node:sqlite';
import { contractAnalyser } from './contract-analyser.ts';
import { contractDocument } from './contract-documents.ts';
import { put } from './contract-setup.ts';
import { describeIndexContract } from './contract.ts';
import { SchemaDrift } from './faults.ts';
import { openSqliteIndex } from './sqlite.ts';

const folder = (): string => mkdtempSync(path.join(tmpdir(), 'earshot-index-'));

describeIndexContract('SQLite', async (analyser) => {
  const dir = folder();
  const index = openSqliteIndex({ dir, analyser });
  return {
    index,
    dispose: async () => {
      await index.close();
      rmSync(dir, { recursive: true });
    },
  };
});

describe('the index file', () => {
  test('a second connection reads what the first one writes, and writes nothing', async () => {
    const dir = folder();
    const writer = openSqliteIndex({ dir, analyser: contractAnalyser });
    const reader = openSqliteIndex({ dir, analyser: contractAnalyser, readOnly: true });
    await expect(reader.get('a')).rejects.toThrow('no index');
    await writer.apply();
    expect(await reader.get('a')).toBeNull();
    await writer.write([put(contractDocument('a'))]);
    expect((await reader.get('a'))?.id).toBe('a');
    expect((await reader.write([put(contractDocument('b'))]))[0]?.tag).toBe('systemic');
    await reader.close();
    await writer.close();
    const again = openSqliteIndex({ dir, analyser: contractAnalyser });
    expect((await again.search({ op: 'words', text: '太慢' }, { size: 5, sort: 'relevance' })).total.value).toBe(1);
    await again.close();
    rmSync(dir, { recursive: true });
  });

  test('a new index is empty before anything was written', async () => {
    const dir = folder();
    const index = openSqliteIndex({ dir, analyser: contractAnalyser });
    expect((await index.search({ op: 'all' }, { size: 5, sort: 'newest' })).total.value).toBe(0);
    await index.close();
    rmSync(dir, { recursive: true });
  });

  test('an index built for another shape is reported, and never written to', async () => {
    const dir = folder();
    const index = openSqliteIndex({ dir, analyser: contractAnalyser });
    await index.apply();
    await index.close();
    const database = new DatabaseSync(path.join(dir, 'index.sqlite'));
    database.exec("UPDATE about SET value = 'feedback/0 old'");
    database.close();
    const old = openSqliteIndex({ dir, analyser: contractAnalyser });
    expect((await old.apply()).drift).toEqual([expect.stringContaining('feedback/0')]);
    await expect(old.write([put(contractDocument('a'))])).rejects.toThrow(SchemaDrift);
    await expect(old.get('a')).rejects.toThrow(SchemaDrift);
    await old.close();
    rmSync(dir, { recursive: true });
  });
});
