import { Link } from '../address/link.tsx';
import { home } from '../address/address.ts';
import { span } from '../format/time.ts';
import { Glyph } from '../icons/icons.tsx';
import { addedConditions, type Condition, timesOf } from '../query/describe.ts';
import { fieldName, valueName } from '../strings/index.ts';
import { useUi } from '../ui.ts';

/** What was opened, in the reader's words, and the ways on: back to all, or on with this as the filter. */
export const Opened = ({ base }: { readonly base: string }) => {
  const { t, address, language } = useUi();
  if (address.rows === '') return null;
  const nameOf = ({ field, value, negated }: Condition): string => {
    if (field === '@timestamp') {
      const times = timesOf(value);
      if (times !== null) return span(times.from, times.to, language);
    }
    const shown = field === undefined ? value : valueName(t, field, value);
    const named = field === undefined || field === 'sentiment' || field === 'channel' ? shown : `${fieldName(t, field)} ${shown}`;
    return negated ? `${t.words.not} ${named}` : named;
  };
  const conditions = addedConditions(address.rows, base);
  return (
    <div class="opened" role="status">
      <span class="opened-label">{t.words.opened}</span>
      {(conditions.length === 0 ? [t.top.allChannels] : conditions.map(nameOf)).map((name, index) => (
        <span key={index} class="tag">
          {name}
        </span>
      ))}
      <span class="opened-ways">
        <Link class="quiet" to={{ ...home, q: address.rows, period: 'all', sort: address.sort }}>
          {t.words.narrow}
        </Link>
        <Link class="quiet" to={{ ...address, rows: '', open: '' }}>
          <Glyph name="close" /> {t.words.close}
        </Link>
      </span>
    </div>
  );
};
