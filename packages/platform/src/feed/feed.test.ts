import { describe, expect, test } from '@jest/globals';
import type { IndexedEvent } from '@earshot/model';
import { describeWithEngines, recordingTelemetry, silentTelemetry } from '@earshot/testkit';
import { systemClock } from '../clock/system.ts';
import { createLiveFeed } from './in-process.ts';
import type { LiveFeed } from './port.ts';
import { openRedisFeed } from './redis.ts';

const event = (id: string): IndexedEvent => ({
  id,
  channel: 'web',
  language: 'zh',
  sentiment: 'negative',
  urgency: 'high',
  text: '太慢了',
  at: '2026-11-24T08:00:00.000Z',
});

/** Publishes until the listener hears: a subscription takes its time. */
const heardFrom = async (publisher: LiveFeed, listener: LiveFeed): Promise<readonly IndexedEvent[]> => {
  const heard: IndexedEvent[] = [];
  const stop = listener.listen((events) => heard.push(...events));
  for (let at = 0; heard.length === 0; at += 1) {
    publisher.publish([event(`e${at}`)]);
    await systemClock.sleep(20);
  }
  stop();
  const count = heard.length;
  publisher.publish([event('after')]);
  await systemClock.sleep(50);
  expect(heard).toHaveLength(count);
  return heard;
};

describe('the live feed in one process', () => {
  test('reaches listeners until they stop', async () => {
    const feed = createLiveFeed();
    expect(await heardFrom(feed, feed)).toEqual([event('e0')]);
    await feed.close();
  });
});

describeWithEngines(['redis'], 'the live feed over Redis', ({ redis }) => {
  const open = (): LiveFeed =>
    openRedisFeed({ url: redis, prefix: `test-${process.pid}`, clock: systemClock, telemetry: silentTelemetry() });

  test('reaches a listener in another process until it stops', async () => {
    const [publisher, listener] = [open(), open()];
    const [first] = await heardFrom(publisher, listener);
    expect(first).toMatchObject({ channel: 'web', text: '太慢了' });
    await publisher.close();
    await listener.close();
  });

  test('a flood is thinned out, the newest stay', async () => {
    const [publisher, listener] = [open(), open()];
    await heardFrom(publisher, listener);
    const sizes: number[] = [];
    const ids: string[] = [];
    listener.listen((events) => {
      sizes.push(events.length);
      ids.push(...events.map(({ id }) => id));
    });
    while (!ids.includes('f999')) {
      publisher.publish(Array.from({ length: 1000 }, (_, at) => event(`f${at}`)));
      await systemClock.sleep(20);
    }
    expect(Math.max(...sizes)).toBe(50);
    await publisher.close();
    await listener.close();
  });
});

describe('the live feed without its Redis', () => {
  test('publishing goes on without error, told once', async () => {
    const telemetry = recordingTelemetry();
    const feed = openRedisFeed({ url: 'redis://127.0.0.1:1', prefix: 'x', clock: systemClock, telemetry });
    for (let at = 0; at < 20; at += 1) {
      feed.publish([event(`${at}`)]);
      await systemClock.sleep(5);
    }
    expect(telemetry.logs.filter(({ event: name }) => name === 'feed.unreachable')).toHaveLength(1);
    await feed.close();
  });
});
