import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Seen } from './port.ts';

/** An empty store, reachable over as many connections as there are processes. */
export interface SeenFixture {
  readonly seen: Seen;
  readonly another: () => Promise<Seen>;
  close(): Promise<void>;
}

const hour = 3_600_000;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The promises of the memory of fingerprints; every adapter runs them unchanged. */
export const describeSeenContract = (name: string, open: () => Promise<SeenFixture>): void => {
  describe(`seen contract: ${name}`, () => {
    let fixture: SeenFixture;
    beforeEach(async () => {
      fixture = await open();
    });
    afterEach(async () => {
      await fixture.close();
    });
    const owners = async (seen: Seen, fingerprints: readonly string[], owner: string, windowMs = hour): Promise<string[]> => {
      const claims = fingerprints.map((fingerprint) => ({ fingerprint, owner }));
      return (await seen.claim(claims, windowMs)).map((first) => first.owner);
    };

    test('the first owner is answered to everybody, in the order of the claims, over every connection', async () => {
      const { seen } = fixture;
      expect(await owners(seen, ['exact:快递太慢了', 'exact:too slow'], 'a')).toEqual(['a', 'a']);
      expect(await owners(seen, ['exact:new', 'exact:快递太慢了', 'exact:other'], 'b')).toEqual(['b', 'a', 'b']);
      expect(await owners(await fixture.another(), ['exact:too slow', 'exact:new', 'exact:fresh'], 'c')).toEqual(['a', 'b', 'c']);
      expect(await owners(seen, ['exact:fresh'], 'd')).toEqual(['c']);
    });

    test('a record that claims again is never a duplicate of itself', async () => {
      const { seen } = fixture;
      const claim = { fingerprint: 'f', owner: 'a', note: 'first' };
      const [before] = await seen.claim([claim], hour);
      await pause(5);
      expect(await seen.claim([{ ...claim, note: 'second' }], hour)).toEqual([before]);
    });

    test('claims of one call count in order', async () => {
      const { seen } = fixture;
      const claims = ['a', 'b', 'a'].map((owner) => ({ fingerprint: 'f', owner }));
      expect((await seen.claim(claims, hour)).map(({ owner }) => owner)).toEqual(['a', 'a', 'a']);
    });

    test('the note and the time of the first claim come with every later answer', async () => {
      const { seen } = fixture;
      const [first] = await seen.claim([{ fingerprint: 'f', owner: 'a', note: '备注 {"simhash":"0f"}' }], hour);
      await pause(5);
      expect(await seen.claim([{ fingerprint: 'f', owner: 'b', note: 'other' }], hour)).toEqual([first]);
      expect(first?.note).toBe('备注 {"simhash":"0f"}');
      const [without] = await seen.claim([{ fingerprint: 'g', owner: 'a' }], hour);
      expect(without).not.toHaveProperty('note');
    });

    test('after the window the next claim is the first again', async () => {
      const { seen } = fixture;
      await owners(seen, ['f'], 'a', 20);
      await pause(40);
      expect(await owners(seen, ['f'], 'b', 20)).toEqual(['b']);
      expect(await owners(seen, ['f'], 'c', hour)).toEqual(['b']);
    });

    test('of many callers at once exactly one is first', async () => {
      const { seen } = fixture;
      const other = await fixture.another();
      const callers = Array.from({ length: 20 }, (_, at) => owners(at % 2 === 0 ? seen : other, ['f'], `owner-${at}`));
      expect(new Set((await Promise.all(callers)).flat()).size).toBe(1);
    });

    test('a forgotten owner leaves no claim behind; the others keep theirs', async () => {
      const { seen } = fixture;
      const other = await fixture.another();
      await owners(seen, ['f', 'g'], 'a');
      await owners(other, ['h'], 'b');
      await seen.forget(['a', 'nobody']);
      expect(await owners(other, ['f', 'g', 'h'], 'c')).toEqual(['c', 'c', 'b']);
    });

    test('claiming nothing answers nothing', async () => {
      expect(await fixture.seen.claim([], hour)).toEqual([]);
    });
  });
};
