import { z } from 'zod';

export const config = z.strictObject({
  account: z.string().min(1).max(128).default('default').meta({ description: 'Name of the line or queue that the calls belong to' }),
});

export type HotlineConfig = z.infer<typeof config>;
