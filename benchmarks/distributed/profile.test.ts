import { expect, test } from '@jest/globals';
import { foldProfile } from './profile.ts';

const frame = (functionName: string, url: string) => ({ functionName, url });

test('time in a text room or the runtime goes to the step that called it, idle time to nobody', () => {
  const folded = foldProfile({
    nodes: [
      { id: 1, callFrame: frame('(root)', ''), children: [2, 3, 5] },
      { id: 2, callFrame: frame('(idle)', '') },
      { id: 3, callFrame: frame('decide', 'file:///r/packages/stages/src/analyse/segment-words.ts'), children: [4] },
      { id: 4, callFrame: frame('words', 'file:///r/packages/text/src/tokens/segment.ts'), children: [6] },
      { id: 5, callFrame: frame('send', 'file:///r/node_modules/kafkajs/src/network/connection.js') },
      { id: 6, callFrame: frame('constructor', 'node:buffer') },
    ],
    samples: [2, 3, 4, 5, 6],
    timeDeltas: [1000, 10, 20, 5, 7],
  });
  expect(Object.fromEntries(folded)).toEqual({ 'analyse: segment-words': 37, 'library: kafkajs': 5 });
});
