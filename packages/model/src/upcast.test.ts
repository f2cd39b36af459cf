import { describe, expect, test } from '@jest/globals';
import { topics } from './topics.ts';
import { currentSchema, type SchemaHistory, UnknownSchema, upcast } from './upcast.ts';

const history: SchemaHistory = [
  { id: 'note/1', lift: (value) => ({ text: (value as { body: string }).body }) },
  { id: 'note/2', lift: (value) => ({ ...(value as object), language: 'und' }) },
  { id: 'note/3' },
];

describe('upcast', () => {
  test.each([
    ['note/1', { body: '太慢' }],
    ['note/2', { text: '太慢' }],
    ['note/3', { text: '太慢', language: 'und' }],
  ])('a value of %s comes out as the newest version', (id, value) => {
    expect(upcast(history, id, value)).toEqual({ text: '太慢', language: 'und' });
  });

  test('a version from the future is refused by name', () => {
    expect(() => upcast(history, 'note/4', {})).toThrow(UnknownSchema);
    expect(() => upcast(history, 'note/4', {})).toThrow(/note\/4.*note\/1, note\/2, note\/3/u);
  });

  test('producers write the newest version', () => {
    expect(currentSchema(history)).toBe('note/3');
    for (const { schemas } of Object.values(topics)) expect(currentSchema(schemas)).toMatch(/^[a-z]+\/\d+$/u);
  });
});
