import * as fc from 'fast-check';
import type { Claim, FirstSeen } from './port.ts';

/** The contract as the simplest program that keeps it. */
export const seenModel = () => {
  const claims = new Map<string, FirstSeen>();
  return {
    claim: (asked: readonly Claim[], windowMs: number, now: number) =>
      asked.map(({ fingerprint, owner, note }) => {
        const found = claims.get(fingerprint);
        if (found !== undefined && found.at > now - windowMs) return found;
        const first = { owner, at: now, ...(note === undefined ? {} : { note }) };
        claims.set(fingerprint, first);
        return first;
      }),
    forget: (owners: readonly string[]) => {
      for (const [fingerprint, { owner }] of claims) if (owners.includes(owner)) claims.delete(fingerprint);
    },
  };
};

const names = fc.constantFrom('a', 'b', 'c', 'd');
const claim = fc.record({ fingerprint: fc.constantFrom('1', '2', '3', '4', '5', '6', '7', '8'), owner: names });
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ tag: fc.constant('claim' as const), claims: fc.array(claim, { maxLength: 6 }), by: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ tag: fc.constant('forget' as const), owners: fc.array(names, { maxLength: 2 }), by: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ tag: fc.constant('expire' as const), by: fc.nat(1) }) },
  { weight: 2, arbitrary: fc.record({ tag: fc.constant('wait' as const), ms: fc.nat(200), by: fc.nat(1) }) },
);

/** Claims, erasures, expiry and the passing of time over two connections. */
export const history = fc.array(step, { maxLength: 30 });
