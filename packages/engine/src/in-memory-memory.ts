import type { Instant } from '@earshot/model';
import type { Claim, FirstSeen } from '@earshot/platform';

/** The promise of the port `seen`, answered at once; time comes as data. */
export interface SyncMemory {
  claim(claims: readonly Claim[], windowMs: number, now: Instant): readonly FirstSeen[];
}

/** Remembers first claims within their window, the `maxClaims` most lately asked for at most: bounded memory, a hint as the port says. */
export const inMemoryMemory = (maxClaims = 200_000): SyncMemory => {
  // A Map keeps insertion order: deleting and setting again makes an entry the youngest.
  const first = new Map<string, FirstSeen>();
  const claimOne = ({ fingerprint, owner, note }: Claim, windowMs: number, now: Instant): FirstSeen => {
    const known = first.get(fingerprint);
    const valid = known !== undefined && now - known.at < windowMs;
    const answer: FirstSeen = valid ? known : note === undefined ? { owner, at: now } : { owner, at: now, note };
    if (known !== undefined) first.delete(fingerprint);
    first.set(fingerprint, answer);
    if (first.size > maxClaims) {
      const [oldest] = first.keys();
      if (oldest !== undefined) first.delete(oldest);
    }
    return answer;
  };
  return { claim: (claims, windowMs, now) => claims.map((claim) => claimOne(claim, windowMs, now)) };
};
