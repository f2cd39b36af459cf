import { createHash } from 'node:crypto';
import { documentFields } from '../fields.ts';

/** Names the shape of the document: rises with every change that an index built before cannot take. */
export const documentSchema = 'feedback/1';

/** Changes with every field, type or nesting; an index that carries another one has drifted. */
export const documentFingerprint: string = createHash('sha256')
  .update(JSON.stringify(documentFields.map(({ path, type, many, nestedIn }) => [path, type, many, nestedIn ?? ''])))
  .digest('hex')
  .slice(0, 16);
