import type { RefObject } from 'preact';
import { home } from '../address/address.ts';
import { Link } from '../address/link.tsx';
import { Logo } from '../icons/icons.tsx';
import type { Span } from '../period/period.ts';
import type { Vocabulary } from '../query/suggest.ts';
import { useUi } from '../ui.ts';
import type { Arrival } from '../api/contract.ts';
import { ChannelChips } from './channel-chips.tsx';
import { LiveLine } from './live-line.tsx';
import { PeriodPicker } from './period-picker.tsx';
import { Preferences } from './preferences.tsx';
import { SearchBox } from './search-box.tsx';

interface TopBarProps {
  readonly input: RefObject<HTMLInputElement | null>;
  readonly span: Span;
  readonly vocabulary: Vocabulary;
  readonly newest: Arrival | undefined;
  readonly connected: boolean;
  readonly onHelp: () => void;
}

export const TopBar = ({ input, span, vocabulary, newest, connected, onHelp }: TopBarProps) => {
  const { t } = useUi();
  return (
    <header class="top">
      <a class="skip" href="#words">
        {t.skipToWords}
      </a>
      <h1>
        <Link to={home} class="brand">
          <Logo /> <span>{t.appName}</span>
        </Link>
      </h1>
      <SearchBox input={input} vocabulary={vocabulary} />
      <PeriodPicker span={span} />
      <Preferences onHelp={onHelp} />
      <ChannelChips />
      <LiveLine newest={newest} connected={connected} />
    </header>
  );
};
