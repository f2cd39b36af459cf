import { findAddresses } from './find-addresses.ts';
import { findEmails } from './find-emails.ts';
import { findHandles, findIbans, findPlates } from './find-handles.ts';
import { findNames } from './find-names.ts';
import { findNumbers } from './find-numbers.ts';
import { findSpokenNumbers } from './find-spoken-numbers.ts';
import { findUrlSecrets } from './find-urls.ts';
import { priority, type Detector, type PersonalData } from './hit.ts';

const digit = /\d/;
const withoutDigits: readonly Detector[] = [findNames, findHandles, findSpokenNumbers];
const withDigits: readonly Detector[] = [findNumbers, findAddresses, findPlates, findIbans];

const rank = new Map(priority.map((type, at) => [type, at]));

/** Keeps the hits of higher priority where some overlap; in the order of the text. */
const resolve = (hits: PersonalData[]): PersonalData[] => {
  if (hits.length < 2) return hits;
  hits.sort((a, b) => a.start - b.start || (rank.get(a.type) ?? 0) - (rank.get(b.type) ?? 0));
  const kept: PersonalData[] = [];
  for (const hit of hits) {
    const last = kept.at(-1);
    if (last === undefined || hit.start >= last.end) kept.push(hit);
    else if ((rank.get(hit.type) ?? 0) < (rank.get(last.type) ?? 0)) kept[kept.length - 1] = hit;
  }
  return kept;
};

/**
 * Personal data in a text of the stored form (see normaliseCharacters): sorted, never overlapping. Order and tracking numbers, prices,
 * dates and company lines are none.
 */
export const findPersonalData = (text: string): PersonalData[] => {
  const hits: PersonalData[] = [];
  const run = (detectors: readonly Detector[]): void => {
    for (const detector of detectors) {
      const found = detector(text);
      if (found.length > 0) hits.push(...found);
    }
  };
  run(withoutDigits);
  if (text.includes('@')) hits.push(...findEmails(text));
  if (text.includes('://')) hits.push(...findUrlSecrets(text));
  if (digit.test(text)) run(withDigits);
  return resolve(hits);
};
