import type { HttpReply, SignedRequest, Verdict } from '../connector.ts';
import type { WebConfig } from './config.ts';

/** Forms are open to everybody: rate limits and API keys are the gateway's. */
export const verify = (_request: SignedRequest, _config: WebConfig): Verdict => ({ tag: 'genuine' });

export const reply = (_request: SignedRequest, _config: WebConfig): HttpReply => ({
  status: 202,
  headers: { 'content-type': 'application/json' },
  body: '{"status":"accepted"}',
});
