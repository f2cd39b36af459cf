import { Redis } from 'ioredis';
import type { Telemetry } from '../telemetry/port.ts';

export interface RedisAddress {
  /** `redis://` or `rediss://` (TLS). */
  readonly url: string;
  readonly password?: string;
}

/** Longest wait for the answer to one command, milliseconds. */
const commandTimeoutMs = 5000;

export const redisOptions = (password: string | undefined) => ({
  ...(password === undefined ? {} : { password }),
  connectTimeout: 5000,
  keepAlive: 10_000,
  retryStrategy: (times: number) => Math.min(1000, times * 50),
  // The timer of a close runs on where the stream has closed already; it must not hold a stopping process.
  disconnectTimeout: 100,
});

/** Tells the log once for each outage; Redis reports every vain try to reconnect. */
export const outageTeller = (telemetry: Telemetry, event: string): { failed(): void; healthy(): void } => {
  let told = false;
  return {
    failed: () => {
      if (!told) telemetry.log('warn', event);
      told = true;
    },
    healthy: () => {
      told = false;
    },
  };
};

/**
 * A connection that never waits without end: while Redis is away, commands reject at once, a silent Redis makes them reject after five
 * seconds, and the connection comes back by itself. Rejects when Redis cannot be reached now.
 */
export const connectRedis = async ({ url, password }: RedisAddress, telemetry: Telemetry, event: string): Promise<Redis> => {
  const redis = new Redis(url, {
    ...redisOptions(password),
    commandTimeout: commandTimeoutMs,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    lazyConnect: true,
  });
  const { failed, healthy } = outageTeller(telemetry, event);
  redis.on('error', failed);
  redis.on('reconnecting', failed);
  redis.on('ready', healthy);
  try {
    await redis.connect();
  } catch (error) {
    redis.disconnect();
    throw error;
  }
  return redis;
};
