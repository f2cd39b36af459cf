import { Link } from '../address/link.tsx';
import type { Arrival } from '../api/contract.ts';
import { ago } from '../format/time.ts';
import { ChannelIcon, SentimentShape } from '../icons/icons.tsx';
import { useUi } from '../ui.ts';

/** The newest arrival in one line, always in sight; the live panel has the rest. */
export const LiveLine = ({ newest, connected }: { readonly newest: Arrival | undefined; readonly connected: boolean }) => {
  const { t, address, language, now } = useUi();
  return (
    <div class="live-line">
      <span class={connected ? 'pulse on' : 'pulse'}>{connected ? t.panels.live : t.live.waiting}</span>
      {newest === undefined ? null : (
        <Link key={newest.id} to={{ ...address, open: newest.id }} class="live-newest" title={t.live.newest}>
          <ChannelIcon channel={newest.channel} />
          <SentimentShape label={newest.sentiment} />
          <span class="arrival-text" lang={newest.language === 'en' ? 'en' : 'zh-CN'}>
            {newest.text}
          </span>
          <time dateTime={newest.at}>{ago(Date.parse(newest.at), now, language)}</time>
        </Link>
      )}
    </div>
  );
};
