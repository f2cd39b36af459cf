import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { corpusRows } from './corpus.ts';

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

const configuration = `version: 1
store: {path: obsei.duckdb, unencrypted: true}
privacy: {redact: true}
pipelines:
  - name: feedback
    sources:
      - key: sample
        type: csv
        config: {path: feedback.csv, fields: {text: comment, id: id, created_at: date, rating: rating}}
    sinks:
      - type: parquet
        config: {directory: exports}
`;

/** Obsei on the same corpus: CSV, redaction, its store and one file; no analysis. @returns documents per second of the whole process */
export const runObsei = (command: string, documents: number): number => {
  const folder = mkdtempSync(path.join(tmpdir(), 'obsei-'));
  const rows = [...corpusRows(documents)].map(({ id, feedback, occurredAt, evaluation }) =>
    [id, quoted(feedback), occurredAt, evaluation].join(','),
  );
  writeFileSync(path.join(folder, 'feedback.csv'), ['id,comment,date,rating', ...rows].join('\n'));
  writeFileSync(path.join(folder, 'obsei.yaml'), configuration);
  const from = performance.now();
  const { status, stderr, stdout } = spawnSync(command, ['run'], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, OBSEI_PSEUDONYM_SALT: 'a salt for measuring only' },
  });
  const seconds = (performance.now() - from) / 1000;
  rmSync(folder, { recursive: true, force: true });
  if (status !== 0 || !stdout.concat(stderr).includes(`stored ${documents}`)) throw new Error(`obsei failed: ${stderr.slice(0, 400)}`);
  return documents / seconds;
};
