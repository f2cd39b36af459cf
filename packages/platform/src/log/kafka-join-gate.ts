import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ISocketFactory } from 'kafkajs';

/** Kafka protocol: api key of JoinGroup, in bytes 4 and 5 of a request behind its size. */
const joinGroup = 11;
const keepAliveMs = 60_000;

const apiKeyOf = (frame: unknown): number => (Buffer.isBuffer(frame) && frame.length >= 6 ? frame.readInt16BE(4) : -1);

/**
 * Sockets that hold a JoinGroup request back until `beforeJoin` settles: drain first, fence second. A member that has not joined yet may
 * commit under its old generation while the coordinator waits for it, and no partition changes hands before it joins. kafkajs itself offers
 * no moment for that: it rejoins as soon as it hears of a rebalance (its #922: eager rebalances only). Other requests pass meanwhile.
 */
export const joinGate =
  (beforeJoin: () => Promise<void>): ISocketFactory =>
  ({ host, port, ssl, onConnect }) => {
    const socket: Socket = ssl
      ? connectTls({ host, port, ...(isIP(host) === 0 ? { servername: host } : {}), ...(typeof ssl === 'object' ? ssl : {}) }, onConnect)
      : connectPlain({ host, port }, onConnect);
    socket.setKeepAlive(true, keepAliveMs);
    const write = socket.write.bind(socket) as (...words: unknown[]) => boolean;
    socket.write = (...words: unknown[]): boolean => {
      if (apiKeyOf(words[0]) !== joinGroup) return write(...words);
      void beforeJoin().then(() => {
        if (!socket.destroyed) write(...words);
      });
      return true;
    };
    return socket;
  };
