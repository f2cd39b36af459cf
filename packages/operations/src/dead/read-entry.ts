import { type DeadLetter, deadLetter, type Resolution, resolution } from '@earshot/model';

const decoder = new TextDecoder();

/** What a record of the topic `dead` says; null for what is neither a letter nor a resolution. Never throws. */
export const readEntry = (value: Uint8Array): DeadLetter | Resolution | null => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(decoder.decode(value));
  } catch {
    return null;
  }
  const letter = deadLetter.safeParse(parsed);
  if (letter.success) return letter.data;
  const decision = resolution.safeParse(parsed);
  return decision.success ? decision.data : null;
};
