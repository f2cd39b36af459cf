import { useState } from 'preact/hooks';
import { home } from '../address/address.ts';
import { Link } from '../address/link.tsx';
import { count } from '../format/number.ts';
import { Logo } from '../icons/icons.tsx';
import { useUi } from '../ui.ts';

/** No row meets the filters: the ways out, with what they lead to. */
export const Empty = ({ stored }: { readonly stored: number }) => {
  const { t, address, language } = useUi();
  return (
    <div class="empty" role="status">
      <p>{t.states.nothingHere}</p>
      <p class="ways">
        {address.period === 'all' || stored === 0 ? null : (
          <Link class="button" to={{ ...address, period: 'all', rows: '', open: '' }}>
            {t.states.widen(t.words.rows(count(stored, language)))}
          </Link>
        )}
        <Link class="button" to={{ ...home, period: address.period }}>
          {t.states.clear}
        </Link>
      </p>
    </div>
  );
};

const Command = ({ text }: { readonly text: string }) => {
  const { t } = useUi();
  const [copied, setCopied] = useState(false);
  const copy = (): void => {
    navigator.clipboard?.writeText(text).then(
      () => setCopied(true),
      () => undefined,
    );
  };
  return (
    <div class="command">
      <code>{text}</code>
      <button type="button" class="button" onClick={copy}>
        {copied ? t.states.copied : t.states.copy}
      </button>
    </div>
  );
};

/** Nothing is stored yet: what to do next, ready to be pasted. */
export const Start = () => {
  const { t } = useUi();
  return (
    <section class="start">
      <Logo />
      <h2>{t.states.startTitle}</h2>
      <p>{t.states.startText}</p>
      <Command text={t.states.startCurl.replace('{origin}', location.origin)} />
      <p>{t.states.startDemo}</p>
      <Command text={t.states.sample} />
    </section>
  );
};
