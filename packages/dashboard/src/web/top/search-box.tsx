import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { withFilters } from '../address/address.ts';
import { Glyph } from '../icons/icons.tsx';
import { accept, suggest, type Suggestion, type Vocabulary } from '../query/suggest.ts';
import { fieldName, valueName } from '../strings/index.ts';
import { useUi } from '../ui.ts';

interface SearchBoxProps {
  readonly input: RefObject<HTMLInputElement | null>;
  readonly vocabulary: Vocabulary;
}

const Offers = ({
  offers,
  active,
  onTake,
}: {
  readonly offers: readonly Suggestion[];
  readonly active: number;
  readonly onTake: (offer: Suggestion) => void;
}) => {
  const { t } = useUi();
  return (
    <ul id="offers" class="offers" role="listbox" aria-label={t.top.suggestions}>
      {offers.map((offer, index) => (
        <li
          key={offer.insert}
          id={`offer-${index}`}
          role="option"
          aria-selected={index === active}
          onMouseDown={(event) => {
            event.preventDefault();
            onTake(offer);
          }}
        >
          <code>{offer.insert}</code>
          <span>{offer.value === undefined ? fieldName(t, offer.field) : valueName(t, offer.field, offer.value)}</span>
        </li>
      ))}
    </ul>
  );
};

export const SearchBox = ({ input, vocabulary }: SearchBoxProps) => {
  const { t, address, go } = useUi();
  const [text, setText] = useState(address.q);
  const [caret, setCaret] = useState(0);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  useEffect(() => setText(address.q), [address.q]);

  const offers = open ? suggest(text, caret, vocabulary) : [];
  const shown = offers.length > 0;
  const submit = (q: string): void => {
    setOpen(false);
    go(withFilters(address, { q: q.trim() }));
  };
  const take = (offer: Suggestion): void => {
    const next = accept(text, caret, offer);
    setText(next.text);
    setCaret(next.caret);
    setActive(-1);
    input.current?.focus();
    // The caret can only be set once the new text is in the box.
    requestAnimationFrame(() => input.current?.setSelectionRange(next.caret, next.caret));
  };
  const keys: Readonly<Record<string, () => boolean>> = {
    ArrowDown: () => (setActive(Math.min(offers.length - 1, active + 1)), shown),
    ArrowUp: () => (setActive(Math.max(-1, active - 1)), shown),
    Tab: () => {
      const offer = offers[active];
      if (offer !== undefined) take(offer);
      return offer !== undefined;
    },
    Enter: () => {
      const offer = offers[active];
      if (offer === undefined) return false;
      take(offer);
      return true;
    },
    Escape: () => {
      if (shown) setOpen(false);
      else input.current?.blur();
      return true;
    },
  };
  return (
    <form
      class="search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        submit(text);
      }}
    >
      <Glyph name="search" />
      <input
        ref={input}
        type="text"
        name="q"
        role="combobox"
        autocomplete="off"
        spellcheck={false}
        aria-label={t.top.search}
        aria-expanded={shown}
        aria-controls="offers"
        aria-autocomplete="list"
        {...(active >= 0 && shown ? { 'aria-activedescendant': `offer-${active}` } : {})}
        placeholder={t.top.placeholder}
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setCaret(event.currentTarget.selectionStart ?? event.currentTarget.value.length);
          setActive(-1);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={(event) => {
          // While an input method composes, Enter and arrows belong to it.
          if (!event.isComposing && keys[event.key]?.() === true) event.preventDefault();
          event.stopPropagation();
        }}
      />
      {text === '' ? (
        <kbd aria-hidden="true">/</kbd>
      ) : (
        <button type="button" class="button icon-only plain" aria-label={t.top.clear} title={t.top.clear} onClick={() => submit('')}>
          <Glyph name="close" />
        </button>
      )}
      {shown ? (
        <Offers offers={offers} active={active} onTake={take} />
      ) : (
        <ul id="offers" role="listbox" aria-label={t.top.suggestions} hidden />
      )}
    </form>
  );
};
