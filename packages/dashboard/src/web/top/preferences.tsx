import { Glyph } from '../icons/icons.tsx';
import { themes } from '../settings/settings.ts';
import { useUi } from '../ui.ts';

const themeIcons = { system: 'system', light: 'sun', dark: 'moon' } as const;

export const Preferences = ({ onHelp }: { readonly onHelp: () => void }) => {
  const { t, settings, change } = useUi();
  const other = settings.language === 'zh' ? 'en' : 'zh';
  const next = themes[(themes.indexOf(settings.theme) + 1) % themes.length] ?? 'system';
  const theme = `${t.top.theme}: ${t.themes[settings.theme]}`;
  return (
    <div class="preferences">
      <button
        type="button"
        class="button plain language"
        aria-label={`${other === 'zh' ? '中文' : 'EN'} · ${t.top.language}`}
        title={t.top.language}
        onClick={() => change({ ...settings, language: other })}
      >
        <span aria-hidden="true" lang={other === 'zh' ? 'zh-CN' : 'en'}>
          {other === 'zh' ? '中文' : 'EN'}
        </span>
      </button>
      <button
        type="button"
        class="button icon-only plain theme"
        aria-label={theme}
        title={theme}
        onClick={() => change({ ...settings, theme: next })}
      >
        <Glyph name={themeIcons[settings.theme]} />
      </button>
      <button type="button" class="button icon-only plain" aria-label={t.top.help} title={`${t.top.help} (?)`} onClick={onHelp}>
        <Glyph name="help" />
      </button>
    </div>
  );
};
