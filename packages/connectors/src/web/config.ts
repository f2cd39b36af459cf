import { z } from 'zod';

export const config = z.strictObject({
  account: z
    .string()
    .min(1)
    .max(128)
    .default('default')
    .meta({ description: 'Name of the form, site or app that the feedback belongs to' }),
});

export type WebConfig = z.infer<typeof config>;
