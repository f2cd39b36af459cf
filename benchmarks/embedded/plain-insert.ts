// The baseline: parse each line and insert its text into SQLite FTS5, nothing else. Prints the number of rows.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';

const [file = '', target = ''] = process.argv.slice(2);
const database = new DatabaseSync(target);
database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
  CREATE TABLE documents (number INTEGER PRIMARY KEY, body TEXT NOT NULL);
  CREATE VIRTUAL TABLE words USING fts5(text, content = '', tokenize = 'unicode61');`);
const body = database.prepare('INSERT INTO documents (number, body) VALUES (?, ?)');
const words = database.prepare('INSERT INTO words (rowid, text) VALUES (?, ?)');

let rows = 0;
database.exec('BEGIN');
for await (const line of createInterface({ input: createReadStream(file) })) {
  const { feedback } = JSON.parse(line) as { feedback: string };
  rows += 1;
  body.run(rows, line);
  words.run(rows, feedback);
  if (rows % 500 === 0) database.exec('COMMIT; BEGIN');
}
database.exec('COMMIT');
database.close();
process.stdout.write(`${rows}\n`);
