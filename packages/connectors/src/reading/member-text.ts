const quote = 0x22;
const backslash = 0x5c;

const skipString = (text: string, open: number): number => {
  for (let i = open + 1; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === backslash) i += 1;
    else if (code === quote) return i + 1;
  }
  return text.length;
};

const isOpen = (code: number): boolean => code === 0x5b || code === 0x7b;
const isClose = (code: number): boolean => code === 0x5d || code === 0x7d;

const behindValue = (text: string, start: number): number => {
  let depth = 0;
  for (let i = start; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === quote) i = skipString(text, i) - 1;
    else if (isOpen(code)) depth += 1;
    else if (isClose(code)) depth -= 1;
    if (depth < 0 || (depth === 0 && code === 0x2c)) return i;
    if (depth === 0 && isClose(code)) return i + 1;
  }
  return text.length;
};

/**
 * Text of the value of a member of the top object, as it stands in valid JSON; null where there is none. Of equal names the last, as
 * JSON.parse has it.
 */
export const memberText = (text: string, name: string): string | null => {
  const key = JSON.stringify(name);
  let found: string | null = null;
  let at = text.indexOf('{') + 1;
  while (at > 0 && at < text.length) {
    const open = text.indexOf('"', at);
    if (open < 0) break;
    const close = skipString(text, open);
    const colon = text.indexOf(':', close);
    if (colon < 0) break;
    const end = behindValue(text, colon + 1);
    if (text.slice(open, close) === key) found = text.slice(colon + 1, end).trim();
    at = text.indexOf(',', end) + 1;
  }
  return found;
};
