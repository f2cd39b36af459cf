/** Kinds of personal data; the tag that stands in its place is the kind in brackets. */
export type PersonalDataType = 'url' | 'email' | 'iban' | 'id' | 'card' | 'wechat' | 'phone' | 'plate' | 'address' | 'name';

/** Of two that overlap the earlier kind here wins. */
export const priority: readonly PersonalDataType[] = ['url', 'email', 'iban', 'id', 'card', 'wechat', 'phone', 'plate', 'address', 'name'];

/** A run of the text: UTF-16 code units, `end` exclusive. */
export interface PersonalData {
  readonly type: PersonalDataType;
  readonly start: number;
  readonly end: number;
}

export type Detector = (text: string) => readonly PersonalData[];

/** Hits of a global expression: its first group where it took part, else the whole match. Needs the `d` flag. */
export const matches = (
  type: PersonalDataType,
  expression: RegExp,
  text: string,
  accept: (value: string) => boolean = () => true,
): PersonalData[] => {
  const hits: PersonalData[] = [];
  for (const match of text.matchAll(expression)) {
    const [start, end] = match.indices?.[1] ?? match.indices?.[0] ?? [0, 0];
    if (accept(text.slice(start, end))) hits.push({ type, start, end });
  }
  return hits;
};
