import { fault } from '@earshot/model';
import type { Frame, ParsedItem, ReceiptMeta, Sequence } from '../connector.ts';
import { limits } from '../limits.ts';
import { faultItem } from '../reading/original.ts';
import { framesOf } from '../reading/read-frames.ts';
import { sampleOf } from '../reading/sample.ts';
import { splitMbox } from '../reading/split-mbox.ts';
import { composeMail } from './compose-mail.ts';
import { detect } from './detect.ts';

/** mbox: a mail behind each `From ` line. */
export const mbox = {
  split: () => splitMbox(),
  open:
    (meta: ReceiptMeta) =>
    async (frame: Frame, wanted: boolean): Promise<readonly ParsedItem[]> => {
      if (!wanted) return [];
      const at = `row ${frame.row}`;
      if (frame.broken !== undefined) return [faultItem(at, frame.broken, frame.bytes)];
      return [await composeMail(frame.bytes, meta, at, frame.number)];
    },
} as const satisfies Sequence;

/** Mails of a payload: one message, or an mbox. */
export const parse = async (payload: Uint8Array, meta: ReceiptMeta): Promise<readonly ParsedItem[]> => {
  if (payload.length > limits.payloadBytes) {
    const tooLarge = fault('err:intake:client:too-large', { detail: `limit ${limits.payloadBytes} bytes` });
    return [{ tag: 'fault', path: '', fault: tooLarge, blobs: [payload] }];
  }
  const format = meta.format ?? detect(sampleOf(payload, meta.filename)) ?? 'eml';
  if (format === 'eml') return [await composeMail(payload, meta, '', 0)];
  if (format !== 'mbox') return [faultItem('', fault('err:intake:client:unknown-format', { detail: format.slice(0, 40) }), payload)];
  const read = mbox.open(meta);
  const items: ParsedItem[] = [];
  for (const frame of framesOf(mbox, payload)) items.push(...(await read(frame, true)));
  return items;
};
