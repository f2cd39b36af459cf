import type { HttpReply, SignedRequest, Verdict } from '../connector.ts';
import type { EmailConfig } from './config.ts';

/** Mails are handed in with an API key, which the gateway has checked. */
export const verify = (_request: SignedRequest, _config: EmailConfig): Verdict => ({ tag: 'genuine' });

export const reply = (_request: SignedRequest, _config: EmailConfig): HttpReply => ({
  status: 202,
  headers: { 'content-type': 'application/json' },
  body: '{"status":"accepted"}',
});
