import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { expect, test } from '@jest/globals';
import { describeWithEngines } from '@earshot/testkit';
import { describeBlobsContract } from './contract.ts';
import type { Blobs } from './port.ts';
import { openS3Blobs } from './s3.ts';

const login = { accessKeyId: 'earshot', secretAccessKey: 'earshot-secret' };

describeWithEngines(['s3'], 'blobs in an S3-compatible service', ({ s3 }) => {
  const open = async (): Promise<Blobs> => {
    const bucket = `test-${process.pid}-${Math.floor(performance.now() * 1000)}`;
    const client = new S3Client({ endpoint: s3, region: 'us-east-1', forcePathStyle: true, credentials: login });
    await client.send(new CreateBucketCommand({ Bucket: bucket }));
    client.destroy();
    return openS3Blobs({ bucket, region: 'us-east-1', endpoint: s3, forcePathStyle: true, ...login });
  };

  describeBlobsContract('S3', async () => ({ blobs: await open(), close: async () => undefined }));

  test('an upload that breaks off leaves nothing to find', async () => {
    const blobs = await open();
    const broken = (async function* () {
      yield Buffer.from('快递');
      throw new Error('cut off');
    })();
    await expect(blobs.put(broken)).rejects.toThrow('cut off');
    const reading = blobs.get({ sha256: 'a'.repeat(64) })[Symbol.asyncIterator]();
    await expect(reading.next()).rejects.toThrow('no blob');
  });
});
