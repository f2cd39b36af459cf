/** Milliseconds of `1:02:03,45`, `02:03.450`, `00:00:01`, `00:00:01:500`; null where minutes or seconds are over 59. */
export const clockMs = (text: string): number | null => {
  const match = /^(?:(\d+):)?(\d{1,2}):(\d{1,2})(?:[,.](\d{1,3})|:(\d{3}))?$/.exec(text.trim());
  if (match === null) return null;
  const [, hours = '0', minutes, seconds, decimals, frames] = match;
  const fraction = decimals ?? frames ?? '';
  const total = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number(fraction.padEnd(3, '0'));
  return Number(minutes) > 59 || Number(seconds) > 59 || !Number.isSafeInteger(total) ? null : total;
};
