import { brotliDecompress, gunzip, inflate, type ZlibOptions } from 'node:zlib';
import { fault } from '@earshot/model';
import { RequestFault } from '@earshot/platform';

type Unfold = (bytes: Buffer, options: ZlibOptions) => Promise<Buffer>;

const promised =
  (unfold: (bytes: Buffer, options: ZlibOptions, done: (error: Error | null, result: Buffer) => void) => void): Unfold =>
  (bytes, options) =>
    new Promise((resolve, reject) => unfold(bytes, options, (error, result) => (error === null ? resolve(result) : reject(error))));

const codings: Readonly<Record<string, Unfold>> = {
  gzip: promised(gunzip),
  'x-gzip': promised(gunzip),
  deflate: promised(inflate),
  br: promised((bytes, options, done) => brotliDecompress(bytes, { maxOutputLength: options.maxOutputLength ?? 0 }, done)),
};

/**
 * The body without its Content-Encoding (RFC 9110 section 8.4), unfolded to at most `maxBytes`.
 * @throws RequestFault for an unknown coding, broken data, or more than `maxBytes` (a zip bomb)
 */
export const decodedBody = async (body: Buffer, encoding: string | undefined, maxBytes: number): Promise<Buffer> => {
  const coding = (encoding ?? 'identity').trim().toLowerCase();
  if (coding === 'identity' || coding === '') return body;
  const unfold = codings[coding];
  if (unfold === undefined) {
    throw new RequestFault(
      fault('err:intake:client:unsupported-media-type', {
        detail: `Content-Encoding ${coding.slice(0, 40)} is not known; use gzip, deflate or br`,
      }),
    );
  }
  try {
    return await unfold(body, { maxOutputLength: maxBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw new RequestFault(fault('err:intake:client:decompression-limit', { detail: `the limit is ${maxBytes} bytes` }));
    }
    throw new RequestFault(fault('err:intake:client:invalid-encoding', { detail: `the body is not valid ${coding}` }));
  }
};
