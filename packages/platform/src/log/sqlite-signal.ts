import { EventEmitter } from 'node:events';
import type { DatabaseSync } from 'node:sqlite';
import { BroadcastChannel } from 'node:worker_threads';
import type { Topic } from '@earshot/model';

/** Tells readers that the file changed: at once inside the process (threads too), by `version` for other processes. */
export interface ChangeSignal {
  announce(topic: Topic): void;
  /** Changes with every commit of this or any other connection. */
  version(): number;
  listen(topic: Topic, wake: () => void): () => void;
  close(): void;
}

export const createSignal = (database: DatabaseSync, file: string): ChangeSignal => {
  const local = new EventEmitter().setMaxListeners(0);
  const channel = new BroadcastChannel(`earshot-log:${file}`);
  const tellThreads = channel.postMessage.bind(channel);
  const dataVersion = database.prepare('PRAGMA data_version');
  let foreign = 0;
  let version = 0;
  channel.addEventListener('message', (event) => {
    const topic: unknown = 'data' in event ? event.data : undefined;
    if (typeof topic === 'string') local.emit(topic);
  });
  // A listener refs the channel; an idle log must not keep the process alive.
  channel.unref();
  return {
    announce: (topic) => {
      version += 1;
      local.emit(topic);
      tellThreads(topic);
    },
    // https://www.sqlite.org/pragma.html#pragma_data_version moves only for the commits of other connections.
    version: () => {
      const now = Number(dataVersion.get()?.['data_version'] ?? 0);
      if (now !== foreign) {
        foreign = now;
        version += 1;
      }
      return version;
    },
    listen: (topic, wake) => {
      local.on(topic, wake);
      return () => local.off(topic, wake);
    },
    close: () => {
      local.removeAllListeners();
      channel.close();
    },
  };
};
