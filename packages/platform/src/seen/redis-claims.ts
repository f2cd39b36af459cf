import { createHash } from 'node:crypto';
import type { Claim, FirstSeen } from './port.ts';

/** 128 bits of SHA-256: short, no text in Redis, and nobody can prepare two fingerprints that collide. */
export const shortHash = (text: string): string => createHash('sha256').update(text).digest().toString('base64url', 0, 16);

/** The braces keep all keys in one slot of a Redis Cluster, as one script touches them together. */
export const claimPrefix = (prefix: string): string => `{${prefix}:seen}:`;

/** `<at> [owner, note?]`: the script reads the time and the owner's JSON, the rest is for the reader alone. */
export const packClaim = (at: number, { owner, note }: Claim): string =>
  `${at} ${JSON.stringify(note === undefined ? [owner] : [owner, note])}`;

export const unpackClaim = (packed: string): FirstSeen => {
  const space = packed.indexOf(' ');
  const [owner, note] = JSON.parse(packed.slice(space + 1)) as [string, string?];
  return { owner, at: Number(packed.slice(0, space)), ...(note === undefined ? {} : { note }) };
};

/** What a stored claim of this owner holds after its time: the closing quote makes it exact. */
export const ownerMark = (owner: string): string => ` [${JSON.stringify(owner)}`;

/**
 * Each claim in turn: a living one is answered, else the new one is set. Its index entry goes into a sorted set of its owner, by the time at
 * which it lapses: lapsed entries leave with the next one, and the set itself lapses with its last entry, so that no index outgrows its claims.
 * KEYS: claim and owner set of each claim. ARGV: now, window, keep (milliseconds), then hash and packed claim of each.
 */
export const claimScript = `
local now, window, keep = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local answers = {}
for i = 1, #KEYS / 2 do
  local key, owner = KEYS[2 * i - 1], KEYS[2 * i]
  local found = redis.call('GET', key)
  if found and tonumber(string.match(found, '^%S+')) > now - window then
    answers[i] = found
  else
    local packed = ARGV[3 + 2 * i]
    redis.call('SET', key, packed, 'PX', keep)
    redis.call('ZREMRANGEBYSCORE', owner, '-inf', now)
    redis.call('ZADD', owner, now + keep, ARGV[2 + 2 * i])
    if redis.call('PTTL', owner) < keep then redis.call('PEXPIRE', owner, keep) end
    answers[i] = packed
  end
end
return answers`;

/** KEYS: owner sets. ARGV: prefix of claims, then the mark of each owner. A claim that somebody else made since stays. */
export const forgetScript = `
for i, owner in ipairs(KEYS) do
  local mark = ARGV[1 + i]
  for _, hash in ipairs(redis.call('ZRANGE', owner, 0, -1)) do
    local key = ARGV[1] .. hash
    local found = redis.call('GET', key)
    if found then
      local space = string.find(found, ' ', 1, true)
      if string.sub(found, space, space + #mark - 1) == mark then redis.call('DEL', key) end
    end
  end
  redis.call('DEL', owner)
end
return #KEYS`;
