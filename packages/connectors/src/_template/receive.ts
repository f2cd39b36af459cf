import type { HttpReply, SignedRequest, Verdict } from '../connector.ts';
import type { TemplateConfig } from './config.ts';

/** Check the signature of the source here; a pull connector has poll.ts instead of this file. */
export const verify = (_request: SignedRequest, _config: TemplateConfig): Verdict => ({ tag: 'genuine' });

export const reply = (_request: SignedRequest, _config: TemplateConfig): HttpReply => ({
  status: 202,
  headers: { 'content-type': 'application/json' },
  body: '{"status":"accepted"}',
});
