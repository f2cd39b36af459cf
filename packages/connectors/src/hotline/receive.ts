import type { HttpReply, SignedRequest, Verdict } from '../connector.ts';
import type { HotlineConfig } from './config.ts';

/** Uploads come with an API key, which the gateway has checked. */
export const verify = (_request: SignedRequest, _config: HotlineConfig): Verdict => ({ tag: 'genuine' });

export const reply = (_request: SignedRequest, _config: HotlineConfig): HttpReply => ({
  status: 202,
  headers: { 'content-type': 'application/json' },
  body: '{"status":"accepted"}',
});
