import { type DeadLetter, deadLetter } from '@earshot/model';
import type { Log } from '@earshot/platform';

const decoder = new TextDecoder();

const letterOf = (value: Uint8Array): DeadLetter | null => {
  try {
    const parsed = deadLetter.safeParse(JSON.parse(decoder.decode(value)));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
};

const receiptOf = ({ value }: DeadLetter): string | undefined => {
  try {
    return (JSON.parse(Buffer.from(value, 'base64').toString('utf8')) as { receipt?: string }).receipt;
  } catch {
    return undefined;
  }
};

/** Finds the dead letter of a receipt by reading the topic: dead letters are few, or something is wrong anyway. */
export const deadLetterFinder =
  (log: Pick<Log, 'scan'>) =>
  async (receipt: string): Promise<DeadLetter | null> => {
    for await (const { value } of log.scan('dead')) {
      const letter = letterOf(value);
      if (letter !== null && receiptOf(letter) === receipt) return letter;
    }
    return null;
  };
