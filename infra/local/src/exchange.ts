import { connect } from 'node:net';

const answerTimeoutMs = 5_000;

/** Sends one request over TCP and collects the answer until `complete`. Rejects when refused, closed early, or silent for 5 s. */
export const exchange = (port: number, request: Uint8Array, complete: (received: Buffer) => boolean): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    const socket = connect({ host: '127.0.0.1', port });
    socket.setTimeout(answerTimeoutMs, () => socket.destroy(new Error(`port ${port}: no answer`)));
    socket.on('error', reject);
    socket.on('close', () => reject(new Error(`port ${port}: closed before the answer was complete`)));
    socket.on('connect', () => socket.write(request));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (!complete(received)) return;
      resolve(received);
      socket.destroy();
    });
  });
