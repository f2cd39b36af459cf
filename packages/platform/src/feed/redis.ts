import type { IndexedEvent } from '@earshot/model';
import { Redis } from 'ioredis';
import type { Clock } from '../clock/port.ts';
import { outageTeller, type RedisAddress, redisOptions } from '../storage/redis-connection.ts';
import type { Telemetry } from '../telemetry/port.ts';
import type { LiveFeed } from './port.ts';

export interface RedisFeedOptions extends RedisAddress {
  /** Stands before the channel's name. */
  readonly prefix: string;
  readonly clock: Pick<Clock, 'elapsed'>;
  readonly telemetry: Telemetry;
}

/** More than a person can read: a flood is thinned out to this many events a message. */
const maxEvents = 50;
/** While nobody listens, one message in this time finds out whether somebody does now. */
const askEveryMs = 1000;

const eventsOf = (message: string): readonly IndexedEvent[] => {
  try {
    const events: unknown = JSON.parse(message);
    return Array.isArray(events) ? (events as IndexedEvent[]) : [];
  } catch {
    return [];
  }
};

/**
 * The feed between processes: Redis publish/subscribe. A hint like the feed itself: an outage of Redis stops the feed and nothing else.
 * Without listeners it costs one small message a second.
 */
export const openRedisFeed = ({ url, password, prefix, clock, telemetry }: RedisFeedOptions): LiveFeed => {
  const channel = `${prefix}:indexed`;
  const options = { ...redisOptions(password), enableOfflineQueue: false, lazyConnect: true, maxRetriesPerRequest: 0 };
  const { failed, healthy } = outageTeller(telemetry, 'feed.unreachable');
  const listeners = new Set<(events: readonly IndexedEvent[]) => void>();
  const connect = (): Redis => {
    const redis = new Redis(url, options);
    redis.on('error', failed);
    redis.on('ready', healthy);
    redis.connect().catch(failed);
    return redis;
  };
  let publisher: Redis | null = null;
  let subscriber: Redis | null = null;
  let heard = true;
  let askedAt = Number.NEGATIVE_INFINITY;

  const listenAtRedis = (): void => {
    subscriber = connect();
    subscriber.on('ready', () => void subscriber?.subscribe(channel).catch(failed));
    subscriber.on('message', (_, message: string) => {
      const events = eventsOf(message);
      if (events.length > 0) for (const listener of listeners) listener(events);
    });
  };

  return {
    publish: (events) => {
      publisher ??= connect();
      const now = clock.elapsed();
      if (publisher.status !== 'ready' || events.length === 0 || (!heard && now - askedAt < askEveryMs)) return;
      askedAt = now;
      publisher.publish(channel, JSON.stringify(events.slice(-maxEvents))).then((receivers) => {
        heard = receivers > 0;
      }, failed);
    },
    listen: (listener) => {
      listeners.add(listener);
      if (subscriber === null) listenAtRedis();
      return () => listeners.delete(listener);
    },
    close: async () => {
      listeners.clear();
      publisher?.disconnect();
      subscriber?.disconnect();
    },
  };
};
