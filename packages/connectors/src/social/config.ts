import { z } from 'zod';

export const config = z.strictObject({
  account: z
    .string()
    .min(1)
    .max(128)
    .default('default')
    .meta({ description: 'Name of the brand account or search that the posts belong to' }),
});

export type SocialConfig = z.infer<typeof config>;
