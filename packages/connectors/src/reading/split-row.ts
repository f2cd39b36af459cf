/** Fields of one CSV row (RFC 4180) that `splitCsv` cut out: quotes are balanced, a doubled quote is one. */
export const splitRow = (row: string, delimiter: string): readonly string[] => {
  if (!row.includes('"')) return row.split(delimiter);
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    if (row[at] === '"') {
      let close = row.indexOf('"', at + 1);
      while (close >= 0 && row[close + 1] === '"') close = row.indexOf('"', close + 2);
      const end = close < 0 ? row.length : close;
      fields.push(row.slice(at + 1, end).replaceAll('""', '"'));
      at = end + 1;
    } else {
      const end = row.indexOf(delimiter, at);
      fields.push(row.slice(at, end < 0 ? row.length : end));
      at = end < 0 ? row.length : end;
    }
    if (at >= row.length) return fields;
    // What stands between a closing quote and the delimiter is dropped: the cutter lets none through but other separators.
    const next = row.indexOf(delimiter, at);
    if (next < 0) return fields;
    at = next + 1;
    if (at === row.length) return [...fields, ''];
  }
};
