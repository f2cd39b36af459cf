import { fault, type Fault } from '@earshot/model';
import type { Frame, ParsedItem, ReceiptMeta, Sequence } from '../connector.ts';
import { declaredCharset } from '../reading/decode-text.ts';
import { faultItem } from '../reading/original.ts';
import { frameDecoder } from '../reading/read-frames.ts';
import { splitCsv } from '../reading/split-csv.ts';
import { splitRow } from '../reading/split-row.ts';
import { columnKey, fieldByColumn, type WebField } from './fields.ts';
import { readItem, type NamedCell, type Place } from './read-item.ts';

interface Columns {
  readonly delimiter: string;
  readonly names: readonly string[];
  readonly fields: readonly (WebField | null)[];
}

const delimiterOf = (header: string): string => {
  const bare = header.replace(/"[^"]*"/g, '');
  const counts = [',', ';', '\t'].map((delimiter) => [delimiter, bare.split(delimiter).length] as const);
  return counts.reduce((best, next) => (next[1] > best[1] ? next : best))[0];
};

const columnsOf = (header: string): Columns => {
  const delimiter = delimiterOf(header);
  const names = splitRow(header.replace(/^\uFEFF/, ''), delimiter).map((name, index) => name.trim() || `column ${index + 1}`);
  return { delimiter, names, fields: names.map((name) => fieldByColumn.get(columnKey(name)) ?? null) };
};

const cellsOf = (values: readonly string[], { names, fields }: Columns): NamedCell[] => {
  const cells: NamedCell[] = [];
  for (let i = 0; i < names.length; i += 1) {
    const value = values[i];
    if (value !== undefined && value !== '') cells.push([fields[i] ?? null, { key: names[i] ?? '', value }]);
  }
  return cells;
};

const readRow = (text: string, columns: Columns, meta: ReceiptMeta, place: Place): ParsedItem => {
  const values = splitRow(text, columns.delimiter);
  let count = values.length;
  // Spreadsheets pad rows with empty cells.
  while (count > columns.names.length && values[count - 1] === '') count -= 1;
  if (count !== columns.names.length) {
    const detail = `${count} columns, the header has ${columns.names.length}`;
    return faultItem(place.at, fault('err:intake:client:malformed-csv', { path: place.at, detail }), place.bytes);
  }
  return readItem(cellsOf(values, columns), meta, place);
};

const headerFault = (columns: Columns | null): Fault | null => {
  if (columns === null) return fault('err:intake:client:invalid-encoding', { path: 'row 1', detail: 'header row' });
  const said = columns.fields.some((field) => field === 'feedback' || field === 'evaluation' || field === 'deleted');
  return said ? null : fault('err:intake:client:missing-field', { path: 'row 1', detail: 'no column for feedback or evaluation' });
};

/** CSV with a header row (RFC 4180; comma, semicolon or tab); columns that are not of the schema become labels. */
export const csv = {
  split: () => splitCsv(),
  open: (meta: ReceiptMeta, sample: Uint8Array) => {
    const decode = frameDecoder(declaredCharset(meta.contentType), sample);
    let columns: Columns | null = null;
    let refused: Fault | null = null;
    return (frame: Frame, wanted: boolean): readonly ParsedItem[] => {
      const at = `row ${frame.row}`;
      if (frame.number === 1) {
        const header = frame.broken === undefined ? decode(frame.bytes) : null;
        columns = header === null ? null : columnsOf(header);
        refused = frame.broken ?? headerFault(columns);
        return refused === null || !wanted ? [] : [faultItem(at, refused, frame.bytes)];
      }
      if (!wanted) return [];
      if (refused !== null || columns === null) {
        return [
          faultItem(at, fault('err:intake:client:missing-field', { path: at, detail: 'the header row is not understood' }), frame.bytes),
        ];
      }
      if (frame.broken !== undefined) return [faultItem(at, frame.broken, frame.bytes)];
      const text = decode(frame.bytes);
      if (text === null) return [faultItem(at, fault('err:intake:client:invalid-encoding', { path: at }), frame.bytes)];
      return [readRow(text, columns, meta, { at, number: frame.number - 1, bytes: frame.bytes, contentType: 'text/csv', lenient: true })];
    };
  },
} as const satisfies Sequence;
