import type { UiLanguage } from '../settings/settings.ts';

const locales = { zh: 'zh-CN', en: 'en-GB' } as const;
export const localeOf = (language: UiLanguage): string => locales[language];

const both = (options: Intl.NumberFormatOptions): Record<UiLanguage, Intl.NumberFormat> => ({
  zh: new Intl.NumberFormat(locales.zh, options),
  en: new Intl.NumberFormat(locales.en, options),
});
const whole = both({ maximumFractionDigits: 0 });
const compact = both({ notation: 'compact', maximumFractionDigits: 1 });
const fixed1 = both({ minimumFractionDigits: 1, maximumFractionDigits: 1 });
const signedWhole = both({ maximumFractionDigits: 0, signDisplay: 'exceptZero' });
const signed1 = both({ minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: 'exceptZero' });
const percent = both({ style: 'percent', maximumFractionDigits: 0 });
const signedPercent = both({ style: 'percent', maximumFractionDigits: 0, signDisplay: 'exceptZero' });

// A typographic minus: the hyphen of Intl is too short beside figures.
const minus = (text: string): string => text.replace('-', '−');

/** Every digit up to 99,999; from there short: 12.3万, 123.5k. */
export const count = (value: number, language: UiLanguage): string =>
  value < 100_000 ? whole[language].format(value) : compact[language].format(value);
/** Short from 10,000 on, for axes. */
export const tick = (value: number, language: UiLanguage): string =>
  value < 10_000 ? whole[language].format(value) : compact[language].format(value);
export const decimal = (value: number, language: UiLanguage): string => minus(fixed1[language].format(value));
export const signed = (value: number, language: UiLanguage): string => minus(signedWhole[language].format(value));
export const signedDecimal = (value: number, language: UiLanguage): string => minus(signed1[language].format(value));
export const share = (value: number, language: UiLanguage): string => minus(percent[language].format(value));
export const signedShare = (value: number, language: UiLanguage): string => minus(signedPercent[language].format(value));
