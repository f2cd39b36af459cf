import type { RefObject } from 'preact';
import { withFilters } from '../address/address.ts';
import { Glyph } from '../icons/icons.tsx';
import type { Suggestion, Vocabulary } from '../query/suggest.ts';
import { fieldName, valueName } from '../strings/index.ts';
import { useUi } from '../ui.ts';
import { useSearch } from './use-search.ts';

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
  const search = useSearch(input, address.q, vocabulary);
  const { text, offers, active } = search;
  const shown = offers.length > 0;
  const submit = (q: string): void => {
    search.show(false);
    go(withFilters(address, { q: q.trim() }));
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
        onInput={({ currentTarget: { value, selectionStart } }) => search.type(value, selectionStart ?? value.length)}
        onFocus={() => search.show(true)}
        onBlur={() => search.show(false)}
        onKeyDown={(event) => {
          // While an input method composes, Enter and arrows belong to it.
          if (!event.isComposing && search.press(event.key)) event.preventDefault();
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
        <Offers offers={offers} active={active} onTake={search.take} />
      ) : (
        <ul id="offers" role="listbox" aria-label={t.top.suggestions} hidden />
      )}
    </form>
  );
};
