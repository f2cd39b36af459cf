import type { Clock } from '../clock/port.ts';
import { connectRedis, type RedisAddress } from '../storage/redis-connection.ts';
import type { Telemetry } from '../telemetry/port.ts';
import { checkNotes } from './note-limit.ts';
import type { Claim, FirstSeen, Seen } from './port.ts';
import { claimPrefix, claimScript, forgetScript, ownerMark, packClaim, shortHash, unpackClaim } from './redis-claims.ts';

export interface RedisSeenOptions extends RedisAddress {
  /** Stands before every key. */
  readonly prefix: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly telemetry: Telemetry;
}

/** Claims of one script call: Redis does nothing else meanwhile, about 5 milliseconds. */
const claimsPerCall = 1024;
const ownersPerCall = 100;
/** The clock decides when a window is over; Redis forgets this much later, so that clocks which differ cannot lose a claim early. */
const graceMs = 60_000;

type Script = (keyCount: number, ...keysAndArguments: (string | number)[]) => Promise<unknown>;

const inGroups = <T>(all: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size));

/**
 * Claims as keys of Redis that lapse by themselves, any number of processes at once; one round trip for all claims of a call. `at` and the
 * end of a window go by the given clock. A settled claim is in the memory of Redis and as durable as its append-only file: `appendfsync always`
 * loses none, `everysec` (recommended) the last second in a crash of the machine, no file everything. A flush, an eviction or such a loss
 * costs hints only: claims go on, an early duplicate is overlooked. After an eviction `forget` may miss claims, which then end with their
 * window; use `maxmemory-policy noeviction`. An outage rejects within five seconds and ends by itself.
 * @throws when Redis cannot be reached
 */
export const openRedisSeen = async ({ prefix, clock, telemetry, ...address }: RedisSeenOptions): Promise<Seen> => {
  const redis = await connectRedis(address, telemetry, 'seen.unreachable');
  redis.defineCommand('earshotClaim', { lua: claimScript });
  redis.defineCommand('earshotForget', { lua: forgetScript });
  const { earshotClaim, earshotForget } = redis as unknown as Record<'earshotClaim' | 'earshotForget', Script>;
  const keys = claimPrefix(prefix);
  const claimKeys = `${keys}f:`;
  const ownerKey = (owner: string): string => `${keys}o:${shortHash(owner)}`;

  const claimGroup = async (claims: readonly Claim[], now: number, windowMs: number): Promise<FirstSeen[]> => {
    const hashes = claims.map(({ fingerprint }) => shortHash(fingerprint));
    const packed = (await earshotClaim.call(
      redis,
      claims.length * 2,
      ...claims.flatMap(({ owner }, at) => [`${claimKeys}${hashes[at]}`, ownerKey(owner)]),
      now,
      windowMs,
      Math.ceil(windowMs) + graceMs,
      ...claims.flatMap((claim, at) => [hashes[at] ?? '', packClaim(now, claim)]),
    )) as string[];
    return packed.map(unpackClaim);
  };

  return {
    claim: async (claims, windowMs) => {
      checkNotes(claims);
      const now = clock.now();
      // One connection keeps the order of what it is sent: no group waits for the one before it.
      return (await Promise.all(inGroups(claims, claimsPerCall).map((group) => claimGroup(group, now, windowMs)))).flat();
    },
    forget: async (owners) => {
      for (const group of inGroups(owners, ownersPerCall)) {
        await earshotForget.call(redis, group.length, ...group.map(ownerKey), claimKeys, ...group.map(ownerMark));
      }
    },
    close: async () => redis.disconnect(),
  };
};
