const languages = ['zh', 'en'] as const;
export const themes = ['system', 'light', 'dark'] as const;

export type UiLanguage = (typeof languages)[number];
export type Theme = (typeof themes)[number];

export interface Settings {
  readonly language: UiLanguage;
  readonly theme: Theme;
}

const storageKey = 'earshot.settings';

const oneOf = <T extends string>(values: readonly T[], value: unknown): T | undefined => values.find((known) => known === value);

/** Kept choices; whatever is missing or broken falls back to the browser's language and the system's theme. */
export const parseSettings = (stored: string | null, browserLanguage: string): Settings => {
  let kept: { language?: unknown; theme?: unknown } = {};
  try {
    const parsed: unknown = JSON.parse(stored ?? '{}');
    if (typeof parsed === 'object' && parsed !== null) kept = parsed;
  } catch {
    kept = {};
  }
  return {
    language: oneOf(languages, kept.language) ?? (browserLanguage.toLowerCase().startsWith('zh') ? 'zh' : 'en'),
    theme: oneOf(themes, kept.theme) ?? 'system',
  };
};

/** A browser that refuses storage (private windows, policies) still gets a working page. */
export const loadSettings = (): Settings => {
  try {
    return parseSettings(localStorage.getItem(storageKey), navigator.language);
  } catch {
    return parseSettings(null, navigator.language);
  }
};

export const applySettings = ({ language, theme }: Settings): void => {
  const root = document.documentElement;
  root.lang = language === 'zh' ? 'zh-CN' : 'en';
  if (theme === 'system') delete root.dataset['theme'];
  else root.dataset['theme'] = theme;
};

export const keepSettings = (settings: Settings): void => {
  applySettings(settings);
  try {
    localStorage.setItem(storageKey, JSON.stringify(settings));
  } catch {
    // Not kept; the choice still holds for this visit.
  }
};
