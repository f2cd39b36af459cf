const storageKey = 'earshot.key';

let key: string | null = null;
let refused: () => void = () => undefined;

export const currentKey = (): string | null => {
  try {
    key ??= sessionStorage.getItem(storageKey);
  } catch {
    // Storage is refused: the key lives as long as the page.
  }
  return key;
};

export const keepKey = (value: string): void => {
  key = value;
  try {
    sessionStorage.setItem(storageKey, value);
  } catch {
    // As above.
  }
};

/** Calls back whenever the server answers 401. */
export const onKeyWanted = (listener: () => void): void => {
  refused = listener;
};

export const keyWanted = (): void => refused();

export const authorisation = (): Readonly<Record<string, string>> => {
  const value = currentKey();
  return value === null || value === '' ? {} : { authorization: `Bearer ${value}` };
};
