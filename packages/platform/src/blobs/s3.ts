import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DeleteObjectCommand, GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { BlobMissing, type BlobRef, type Blobs } from './port.ts';

export interface S3BlobsOptions {
  readonly bucket: string;
  readonly region: string;
  /** Where the service is not Amazon S3. */
  readonly endpoint?: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Bucket in the path instead of the host name. */
  readonly forcePathStyle: boolean;
  /** Stands before every key. Default `blobs/`. */
  readonly prefix?: string;
}

const address = /^[0-9a-f]{64}$/u;

const isAbsent = (error: unknown): boolean => {
  const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
  return name === 'NoSuchKey' || name === 'NotFound' || $metadata?.httpStatusCode === 404;
};

/** Bytes of unknown length on disk, with their address: nothing is sent before it is known that all of it came. */
const spool = async (bytes: AsyncIterable<Uint8Array>): Promise<BlobRef & { readonly file: string }> => {
  const file = path.join(tmpdir(), `earshot-blob-${randomUUID()}`);
  const hash = createHash('sha256');
  let size = 0;
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of bytes) {
      hash.update(chunk);
      size += chunk.byteLength;
      yield chunk;
    }
  };
  try {
    await pipeline(Readable.from(counted()), createWriteStream(file, { flags: 'wx', mode: 0o600 }));
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
  return { file, sha256: hash.digest('hex'), bytes: size };
};

/** Blobs in an S3-compatible service, each one object under its hash; an upload is seen whole or not at all. */
export const openS3Blobs = async (options: S3BlobsOptions): Promise<Blobs> => {
  const { bucket, region, endpoint, accessKeyId, secretAccessKey, forcePathStyle, prefix = 'blobs/' } = options;
  const client = new S3Client({
    region,
    forcePathStyle,
    credentials: { accessKeyId, secretAccessKey },
    ...(endpoint === undefined ? {} : { endpoint }),
    // Services beside Amazon's know the older checksums only.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  const placeOf = (sha256: string): { Bucket: string; Key: string } => ({
    Bucket: bucket,
    Key: `${prefix}${sha256.slice(0, 2)}/${sha256}`,
  });

  const isThere = async (sha256: string): Promise<boolean> => {
    try {
      await client.send(new HeadObjectCommand(placeOf(sha256)));
      return true;
    } catch (error) {
      if (isAbsent(error)) return false;
      throw error;
    }
  };

  return {
    put: async (bytes) => {
      const { file, ...ref } = await spool(bytes);
      try {
        if (!(await isThere(ref.sha256))) {
          await client.send(new PutObjectCommand({ ...placeOf(ref.sha256), Body: createReadStream(file), ContentLength: ref.bytes }));
        }
      } finally {
        await rm(file, { force: true });
      }
      return ref;
    },
    get: async function* ({ sha256 }) {
      if (!address.test(sha256)) throw new BlobMissing(sha256);
      const answer = await client.send(new GetObjectCommand(placeOf(sha256))).catch((error: unknown) => {
        throw isAbsent(error) ? new BlobMissing(sha256) : error;
      });
      if (answer.Body === undefined) return;
      for await (const chunk of answer.Body as AsyncIterable<Uint8Array>) yield chunk;
    },
    remove: async ({ sha256 }) => {
      if (!address.test(sha256)) return;
      await client.send(new DeleteObjectCommand(placeOf(sha256)));
    },
  };
};
