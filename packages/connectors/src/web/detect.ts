import type { Sample } from '../connector.ts';
import { splitRow } from '../reading/split-row.ts';
import { columnKey, fieldByColumn } from './fields.ts';

/** By the name's ending, else by a first line that looks like JSON or like a header row whose columns are known. */
export const detect = ({ text, filename }: Sample): string | null => {
  if (/\.(?:csv|tsv)$/.test(filename)) return 'csv';
  if (/\.(?:ndjson|jsonl)$/.test(filename)) return 'ndjson';
  const body = text.replace(/^\uFEFF/, '').trimStart();
  if (body.startsWith('[')) return 'json';
  if (body.startsWith('{')) return /^\{[^\n]*\}\r?\n\s*\{/.test(body) ? 'ndjson' : 'json';
  const header = body.slice(0, body.search(/[\r\n]|$/));
  const delimiter = [',', ';', '\t'].find((mark) => header.includes(mark)) ?? ',';
  const known = splitRow(header, delimiter).filter((name) => fieldByColumn.has(columnKey(name)));
  return known.length >= 2 ? 'csv' : null;
};
