import { useState } from 'preact/hooks';
import { Link } from '../address/link.tsx';
import type { Arrival } from '../api/contract.ts';
import { ago, clockWithSeconds } from '../format/time.ts';
import { ChannelIcon, Glyph, SentimentShape } from '../icons/icons.tsx';
import { useUi } from '../ui.ts';

export interface LiveProps {
  /** Newest first. */
  readonly arrivals: readonly Arrival[];
  readonly connected: boolean;
}

const shown = 8;

/** The last arrivals, one line each. Standing on it, or the button, holds it still; what came meanwhile is counted. */
export const LivePanel = ({ arrivals, connected }: LiveProps) => {
  const { t, address, language, now } = useUi();
  const [pressed, setPressed] = useState(false);
  const [held, setHeld] = useState<readonly Arrival[] | null>(null);
  const paused = pressed || held !== null;
  const lines = (held ?? arrivals).slice(0, shown);
  const newest = lines[0];
  const waiting = held === null || newest === undefined ? 0 : arrivals.findIndex(({ id }) => id === newest.id);
  const hold = (): void => setHeld((before) => before ?? arrivals);
  const release = (): void => {
    if (!pressed) setHeld(null);
  };
  const press = (): void => {
    setPressed(!pressed);
    setHeld(pressed ? null : arrivals);
  };
  return (
    <section
      class="panel live"
      aria-labelledby="live-title"
      onMouseEnter={hold}
      onMouseLeave={release}
      onFocusIn={hold}
      onFocusOut={release}
    >
      <header>
        <h2 id="live-title">{t.panels.live}</h2>
        <p class={connected ? 'pulse on' : 'pulse'} role="status">
          {connected ? (paused ? t.live.paused : t.live.on) : t.live.waiting}
          {waiting > 0 ? ` · ${t.live.held(String(waiting))}` : ''}
        </p>
        <div class="actions">
          <button
            type="button"
            class="button icon-only"
            aria-pressed={pressed}
            aria-label={pressed ? t.live.resume : t.live.pause}
            title={pressed ? t.live.resume : t.live.pause}
            onClick={press}
          >
            <Glyph name={pressed ? 'play' : 'pause'} />
          </button>
        </div>
      </header>
      {lines.length === 0 ? (
        <p class="nothing">{t.live.quiet}</p>
      ) : (
        <ol class="arrivals">
          {lines.map((arrival) => (
            <li key={arrival.id}>
              <Link to={{ ...address, open: arrival.id }} class="arrival">
                <time dateTime={arrival.at} title={clockWithSeconds(Date.parse(arrival.at), language)}>
                  {ago(Date.parse(arrival.at), now, language)}
                </time>
                <ChannelIcon channel={arrival.channel} />
                <span class="sr-only">
                  {t.channels[arrival.channel]}, {t.sentiments[arrival.sentiment]}
                </span>
                <SentimentShape label={arrival.sentiment} />
                <span class="arrival-text" lang={arrival.language === 'en' ? 'en' : 'zh-CN'}>
                  {arrival.text}
                </span>
              </Link>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
};
