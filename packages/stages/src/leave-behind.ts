/** The record without the working fields of a stage. */
export const leaveBehind = <T extends object>(record: T, names: ReadonlySet<string>): T => {
  const out: Record<string, unknown> = {};
  for (const name in record) if (!names.has(name)) out[name] = record[name];
  return out as T;
};
