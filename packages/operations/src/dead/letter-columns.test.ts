import { expect, test } from '@jest/globals';
import { array, assert, constantFrom, nat, oneof, property, string, tuple } from 'fast-check';
import { letterColumns, letterStates } from './letter-columns.ts';

const place = tuple(constantFrom('raw', 'cleaned', 'a1b2:raw'), nat(20), nat({ max: 2 ** 40 }));
const id = oneof(
  place.map((parts) => parts.join('/')),
  string(),
  constantFrom('', '/', 'raw/0/007', 'raw/0/-1', 'x/-0'),
);

test('columns keep what a map of objects would keep, whatever the ids', () => {
  assert(
    property(array(tuple(id, nat(5), constantFrom(...letterStates)), { maxLength: 3000 }), (entries) => {
      const columns = letterColumns();
      const wanted = new Map<string, { group: number; state: string }>();
      for (const [key, group, state] of entries) {
        const row = columns.rowOf(key);
        columns.place(row, { group, failedAt: 1, partition: group, offset: 2 });
        columns.resolve(row, state);
        wanted.set(key, { group, state });
      }
      expect(columns.size).toBe(wanted.size);
      for (const [key, expected] of wanted) {
        const row = columns.find(key) ?? -1;
        expect(columns.idAt(row)).toBe(key);
        expect(columns.get(row)).toMatchObject(expected);
      }
      expect(columns.find('raw/99/99')).toBeNull();
    }),
    { numRuns: 50 },
  );
});
