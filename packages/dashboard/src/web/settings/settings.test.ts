import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { parseSettings } from './settings.ts';

describe('kept settings', () => {
  test.each([
    [null, 'zh-TW', { language: 'zh', theme: 'system' }],
    [null, 'de', { language: 'en', theme: 'system' }],
    ['{"language":"zh","theme":"dark"}', 'en', { language: 'zh', theme: 'dark' }],
    ['{"language":"fr","theme":7}', 'zh-CN', { language: 'zh', theme: 'system' }],
    ['[]', 'en', { language: 'en', theme: 'system' }],
    ['{broken', 'zh', { language: 'zh', theme: 'system' }],
  ])('%j in a browser set to %s', (stored, browser, settings) => {
    expect(parseSettings(stored, browser)).toEqual(settings);
  });

  test('whatever lies in the storage, the page starts', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), fc.string(), (stored, browser) =>
        ['zh', 'en'].includes(parseSettings(stored, browser).language),
      ),
    );
  });
});
