import type { RawAttachment } from '@earshot/model';
import type { Blobs } from '@earshot/platform';
import type { FastifyRequest } from 'fastify';

/** A form with files: the fields as one JSON object, the files as durable blobs. */
export interface MultipartForm {
  readonly fields: ReadonlyMap<string, string>;
  readonly attachments: readonly RawAttachment[];
}

/** Browsers send the bare name; old ones a whole path, which must not survive. */
const bareName = (filename: string): string => filename.split(/[/\\]/u).at(-1)?.slice(0, 255) ?? '';

/**
 * Reads a `multipart/form-data` body (RFC 7578) as a stream: a file never stands in memory as a whole, and is never unpacked.
 * @throws the multipart plugin's limit errors, which the HTTP shell maps to 413
 */
export const readMultipart = async (request: FastifyRequest, blobs: Blobs): Promise<MultipartForm> => {
  const fields = new Map<string, string>();
  const attachments: RawAttachment[] = [];
  for await (const part of request.parts()) {
    if (part.type === 'field') {
      fields.set(part.fieldname, String(part.value));
      continue;
    }
    const { sha256, bytes } = await blobs.put(part.file);
    const filename = bareName(part.filename ?? '');
    attachments.push({ ...(filename === '' ? {} : { filename }), contentType: part.mimetype, bytes, sha256 });
  }
  return { fields, attachments };
};
