const han = /^[\u3400-\u9fff]/;

/** A name fit for a screen: 王小明 is 王**, "Jane Doe" is J***. Undefined where there is none. */
export const maskName = (name: string | undefined): string | undefined => {
  const first = Array.from(name?.normalize('NFKC').trim() ?? '').find((character) => /[\p{Letter}\p{Number}]/u.test(character));
  if (first === undefined) return undefined;
  return han.test(first) ? `${first}**` : `${first.toUpperCase()}***`;
};
