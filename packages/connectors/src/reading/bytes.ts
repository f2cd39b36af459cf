import { createHash } from 'node:crypto';

/** The same memory, seen as a Buffer. */
export const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Lower-case hex, the address of a blob. */
export const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/** Bytes that grow at the end and are consumed from the front, at amortised constant cost per byte. */
export class ByteQueue {
  private memory = Buffer.allocUnsafe(0);
  private start = 0;
  private end = 0;

  get length(): number {
    return this.end - this.start;
  }

  append(chunk: Uint8Array): void {
    if (this.end + chunk.length > this.memory.length) {
      const needed = this.length + chunk.length;
      const grown = Buffer.allocUnsafe(needed * 2);
      this.memory.copy(grown, 0, this.start, this.end);
      this.end -= this.start;
      this.start = 0;
      this.memory = grown;
    }
    this.memory.set(chunk, this.end);
    this.end += chunk.length;
  }

  /** Valid until the next append. */
  view(): Buffer {
    return this.memory.subarray(this.start, this.end);
  }

  consume(bytes: number): void {
    this.start += bytes;
  }
}
