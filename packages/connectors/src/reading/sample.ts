import type { Sample } from '../connector.ts';
import { limits } from '../limits.ts';
import { asBuffer } from './bytes.ts';
import { decodeText } from './decode-text.ts';

/** Beginning of a payload as text; bytes of no known charset come through as Latin-1, which keeps marks and line ends. */
export const sampleOf = (payload: Uint8Array, filename?: string): Sample => {
  const head = payload.subarray(0, limits.sampleBytes);
  // A cut in the middle of a character must not make the rest unreadable; whoever gives a full sample may have cut it, too.
  const end = payload.length >= limits.sampleBytes ? Math.max(head.lastIndexOf(0x0a), 0) || head.length : head.length;
  const decoded = decodeText(head.subarray(0, end));
  return { text: decoded.tag === 'text' ? decoded.text : asBuffer(head).toString('latin1'), filename: (filename ?? '').toLowerCase() };
};
