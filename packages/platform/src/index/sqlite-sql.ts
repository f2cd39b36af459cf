import type { Scalar } from '@earshot/model';

const quote = /'/g;

/** A value as a literal of SQLite; every kind of text is safe in it. https://www.sqlite.org/lang_expr.html#literal_values_constants_ */
export const literal = (value: Scalar): string => {
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'number') return Number.isFinite(value) ? `${value}` : 'NULL';
  // A NUL would end the statement.
  if (value.includes('\0')) return `CAST(x'${Buffer.from(value, 'utf8').toString('hex')}' AS TEXT)`;
  return `'${value.replace(quote, "''")}'`;
};

export const name = (column: string): string => `"${column.replaceAll('"', '""')}"`;

/** Joins conditions as a balanced tree: SQLite and FTS5 bound the depth of an expression, not its size. */
export const balanced = (operator: 'AND' | 'OR', parts: readonly string[], empty: string): string => {
  const [first] = parts;
  if (first === undefined) return empty;
  if (parts.length === 1) return first;
  const middle = parts.length >> 1;
  return `(${balanced(operator, parts.slice(0, middle), empty)} ${operator} ${balanced(operator, parts.slice(middle), empty)})`;
};
