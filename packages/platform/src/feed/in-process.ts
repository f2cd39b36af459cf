import { EventEmitter } from 'node:events';
import type { LiveFeed } from './port.ts';

/** A feed whose listeners live in this process. */
export const createLiveFeed = (): LiveFeed => {
  const emitter = new EventEmitter();
  emitter.setMaxListeners(0);
  return {
    publish: (events) => {
      emitter.emit('indexed', events);
    },
    listen: (listener) => {
      emitter.on('indexed', listener);
      return () => emitter.off('indexed', listener);
    },
    close: async () => {
      emitter.removeAllListeners();
    },
  };
};
