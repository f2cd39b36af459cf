import { CreateBucketCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterAll, expect, test } from '@jest/globals';
import { describeWithEngines } from '@earshot/testkit';
import { describeBlobsContract } from './contract.ts';
import type { Blobs } from './port.ts';
import { openS3Blobs } from './s3.ts';

const login = { accessKeyId: 'earshot', secretAccessKey: 'earshot-secret' };

describeWithEngines(['s3'], 'blobs in an S3-compatible service', ({ s3 }) => {
  const client = new S3Client({ endpoint: s3, region: 'us-east-1', forcePathStyle: true, credentials: login });
  afterAll(() => client.destroy());

  const open = async (): Promise<{ readonly bucket: string; readonly blobs: Blobs }> => {
    const bucket = `test-${process.pid}-${Math.floor(performance.now() * 1000)}`;
    await client.send(new CreateBucketCommand({ Bucket: bucket }));
    return { bucket, blobs: await openS3Blobs({ bucket, region: 'us-east-1', endpoint: s3, forcePathStyle: true, ...login }) };
  };
  const objectsIn = async (bucket: string): Promise<number> =>
    (await client.send(new ListObjectsV2Command({ Bucket: bucket }))).Contents?.length ?? 0;

  describeBlobsContract('S3', async () => ({ blobs: (await open()).blobs, close: async () => undefined }));

  test('an upload that breaks off leaves nothing to find', async () => {
    const { bucket, blobs } = await open();
    const broken = (async function* () {
      yield Buffer.from('快递');
      throw new Error('cut off');
    })();
    await expect(blobs.put(broken)).rejects.toThrow('cut off');
    expect(await objectsIn(bucket)).toBe(0);
    const reading = blobs.get({ sha256: 'a'.repeat(64) })[Symbol.asyncIterator]();
    await expect(reading.next()).rejects.toThrow('no blob');
    // The same look finds what came whole.
    await blobs.put(
      (async function* () {
        yield Buffer.from('快递');
      })(),
    );
    expect(await objectsIn(bucket)).toBe(1);
  });
});
