import { z } from 'zod';

export const config = z.strictObject({
  account: z.string().min(1).max(128).default('default').meta({ description: 'Name of the place that the notes come from' }),
});

export type TemplateConfig = z.infer<typeof config>;
