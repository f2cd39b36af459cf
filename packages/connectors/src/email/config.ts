import { z } from 'zod';

export const config = z.strictObject({
  account: z.string().min(1).max(128).default('default').meta({ description: 'Mailbox that the mails came to' }),
});

export type EmailConfig = z.infer<typeof config>;
