import { useEffect, useRef, useState } from 'preact/hooks';
import { periodIds, withFilters } from '../address/address.ts';
import { Link } from '../address/link.tsx';
import { day } from '../format/time.ts';
import { Glyph } from '../icons/icons.tsx';
import { addTo, type Span } from '../period/period.ts';
import { useUi } from '../ui.ts';

const pad = (value: number): string => String(value).padStart(2, '0');
/** Local calendar day as a date field has it. */
const inputDay = (time: number): string => {
  const date = new Date(time);
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
};

/** Local midnight of a date field's value; null while it is not filled in. */
const midnight = (value: string): number | null => {
  const time = Date.parse(`${value}T00:00`);
  return Number.isNaN(time) ? null : time;
};

const Custom = ({ span, onDone }: { readonly span: Span; readonly onDone: () => void }) => {
  const { t, address, go } = useUi();
  const [from, setFrom] = useState(inputDay(span.from));
  const [to, setTo] = useState(inputDay(span.to - 1));
  const apply = (event: Event): void => {
    event.preventDefault();
    const [start, last] = [midnight(from), midnight(to)];
    if (start === null || last === null || start > last) return;
    go(withFilters(address, { period: { from: new Date(start).toISOString(), to: new Date(addTo(last, 1, 'day')).toISOString() } }));
    onDone();
  };
  return (
    <form class="popover" onSubmit={apply}>
      <label>
        {t.top.from}
        <input type="date" value={from} max={to} required onInput={(event) => setFrom(event.currentTarget.value)} />
      </label>
      <label>
        {t.top.to}
        <input type="date" value={to} min={from} required onInput={(event) => setTo(event.currentTarget.value)} />
      </label>
      <button type="submit" class="button primary">
        {t.top.apply}
      </button>
    </form>
  );
};

export const PeriodPicker = ({ span }: { readonly span: Span }) => {
  const { t, address, language } = useUi();
  const [open, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const fixed = typeof address.period === 'object';

  useEffect(() => {
    if (!open) return undefined;
    const outside = (event: Event): void => {
      if (event.target instanceof Node && place.current?.contains(event.target) === false) setOpen(false);
    };
    addEventListener('pointerdown', outside);
    return () => removeEventListener('pointerdown', outside);
  }, [open]);

  return (
    <div
      class="periods"
      ref={place}
      role="group"
      aria-label={t.top.period}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return;
        event.stopPropagation();
        setOpen(false);
      }}
    >
      {periodIds.map((id) => (
        <Link
          key={id}
          class="segment-button"
          to={withFilters(address, { period: id })}
          {...(address.period === id ? { 'aria-current': 'true' as const } : {})}
        >
          {t.periods[id]}
        </Link>
      ))}
      <button
        type="button"
        class="segment-button"
        aria-expanded={open}
        aria-label={t.top.custom}
        title={t.top.custom}
        {...(fixed ? { 'aria-current': 'true' as const } : {})}
        onClick={() => setOpen(!open)}
      >
        <Glyph name="calendar" />
        {fixed ? <span>{`${day(span.from, language)} – ${day(span.to - 1, language)}`}</span> : null}
      </button>
      {open ? <Custom span={span} onDone={() => setOpen(false)} /> : null}
    </div>
  );
};
