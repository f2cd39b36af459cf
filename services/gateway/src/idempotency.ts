import { createHash } from 'node:crypto';
import { fault } from '@earshot/model';
import { RequestFault, type Seen } from '@earshot/platform';

/** What makes a repeated request the same request: its receipt and its time of receipt. */
export interface FirstRequest {
  readonly receipt: string;
  readonly receivedAt: string;
}

const dayMs = 86_400_000;

/**
 * `Idempotency-Key` (IETF draft-ietf-httpapi-idempotency-key-header): a repetition gets the receipt and the ids of the first request.
 * It is parsed and appended again with the same ids, which the index knows as the same, so a crash between claim and append loses nothing.
 * @throws RequestFault 422 when the key came with another body before
 */
export const firstRequest = async (seen: Seen, caller: string, key: string, body: Buffer, mine: FirstRequest): Promise<FirstRequest> => {
  const owner = createHash('sha256').update(body).digest('base64url');
  const [first] = await seen.claim([{ fingerprint: `idempotency:${caller}:${key}`, owner, note: JSON.stringify(mine) }], dayMs);
  if (first === undefined) throw new RangeError('the seen port answered no claim');
  if (first.owner !== owner) throw new RequestFault(fault('err:intake:client:idempotency-mismatch'));
  return first.note === undefined ? mine : (JSON.parse(first.note) as FirstRequest);
};
