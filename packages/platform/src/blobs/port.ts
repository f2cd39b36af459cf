/** Address of bytes: SHA-256 of the content, lower-case hex. */
export interface BlobRef {
  readonly sha256: string;
  readonly bytes: number;
}

/** Keep bytes under their hash. */
export interface Blobs {
  /** Durable when it settles; equal bytes are kept once. */
  put(bytes: AsyncIterable<Uint8Array>): Promise<BlobRef>;
  /** @throws BlobMissing when nothing is kept under the address */
  get(ref: Pick<BlobRef, 'sha256'>): AsyncIterable<Uint8Array>;
  remove(ref: Pick<BlobRef, 'sha256'>): Promise<void>;
}

export class BlobMissing extends Error {
  constructor(sha256: string) {
    super(`no blob is kept under ${sha256}`);
    this.name = 'BlobMissing';
  }
}
