// node import.ts <kibana address> <file>: brings the saved objects into Kibana; what an earlier import left is replaced.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';

interface Answer {
  readonly success: boolean;
  readonly successCount: number;
  readonly errors?: readonly { readonly type: string; readonly id: string; readonly error: { readonly type: string } }[];
}

const [address, file] = process.argv.slice(2);
if (address === undefined || file === undefined) {
  process.stderr.write('usage: node import.ts http://kibana:5601 feedback.ndjson\n');
  process.exit(2);
}

const form = new FormData();
form.append('file', new Blob([await readFile(file)], { type: 'application/ndjson' }), path.basename(file));
// https://www.elastic.co/docs/api/doc/kibana/v8/operation/operation-post-saved-objects-import
const response = await fetch(new URL('/api/saved_objects/_import?overwrite=true', address), {
  method: 'POST',
  headers: { 'kbn-xsrf': 'earshot' },
  body: form,
});
if (!response.ok) {
  process.stderr.write(`Kibana answered ${response.status}: ${(await response.text()).slice(0, 500)}\n`);
  process.exit(1);
}
// Part of the objects may be refused with status 200.
const answer = (await response.json()) as Answer;
for (const { type, id, error } of answer.errors ?? []) process.stderr.write(`${type} ${id}: ${error.type}\n`);
process.stdout.write(`${answer.successCount} saved objects imported\n`);
process.exit(answer.success ? 0 : 1);
