import type { HttpReply, SignedRequest, Verdict } from '../connector.ts';
import type { SocialConfig } from './config.ts';

/** Exports and forwarded responses come with an API key, which the gateway has checked. */
export const verify = (_request: SignedRequest, _config: SocialConfig): Verdict => ({ tag: 'genuine' });

export const reply = (_request: SignedRequest, _config: SocialConfig): HttpReply => ({
  status: 202,
  headers: { 'content-type': 'application/json' },
  body: '{"status":"accepted"}',
});
