import { z } from 'zod';
import { feedbackDocument } from '../document.ts';
import { documentSchema } from './document-version.ts';

/** JSON Schema (draft 2020-12) of the feedback document. `x-index` tells how each field is indexed. */
export const documentJsonSchema = (): Record<string, unknown> => {
  const schema = z.toJSONSchema(feedbackDocument, {
    override: ({ jsonSchema }) => {
      if (typeof jsonSchema['field'] !== 'string') return;
      jsonSchema['x-index'] = jsonSchema['field'];
      delete jsonSchema['field'];
    },
  });
  return { ...schema, title: 'Feedback document', 'x-schema': documentSchema };
};
