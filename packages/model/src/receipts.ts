import { createHmac, timingSafeEqual } from 'node:crypto';

/** Makes receipts and knows its own: a receipt tells when it was given and cannot be invented. */
export interface Receipts {
  /** Prefix for one request; items of a batch append `.1`, `.2` … */
  mint(now: number, chance: number): string;
  /** When it was given, milliseconds since the Unix epoch; null when it is not ours. */
  givenAt(receipt: string): number | null;
}

const form = /^rc_([0-9a-z]{8,9})_([0-9a-z]{10})_([\w-]{8})(?:\.\d{1,7})?$/u;

/** Receipts signed with HMAC-SHA-256 (RFC 2104), cut to 48 bits: enough against guessing what is no secret. */
export const signedReceipts = (secret: string): Receipts => {
  const seal = (stem: string): string => createHmac('sha256', secret).update(`receipt:${stem}`).digest('base64url').slice(0, 8);
  return {
    mint: (now, chance) => {
      const nonce = Math.floor(chance * 36 ** 10)
        .toString(36)
        .padStart(10, '0');
      const stem = `${now.toString(36).padStart(8, '0')}_${nonce}`;
      return `rc_${stem}_${seal(stem)}`;
    },
    givenAt: (receipt) => {
      const parts = form.exec(receipt);
      if (parts === null) return null;
      const [, time = '', nonce = '', signature = ''] = parts;
      const expected = Buffer.from(seal(`${time}_${nonce}`));
      const given = Buffer.from(signature);
      if (expected.length !== given.length || !timingSafeEqual(expected, given)) return null;
      return Number.parseInt(time, 36);
    },
  };
};
