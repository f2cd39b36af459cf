import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { accept, type Suggestion, suggest, type Vocabulary } from '../query/suggest.ts';

export interface Search {
  readonly text: string;
  readonly offers: readonly Suggestion[];
  /** The offer that the arrow keys stand on; -1: none. */
  readonly active: number;
  readonly type: (text: string, caret: number) => void;
  readonly take: (offer: Suggestion) => void;
  readonly show: (shown: boolean) => void;
  /** True where the key has been dealt with. */
  readonly press: (key: string) => boolean;
}

/** What is typed, what is offered for it, and what the keys do: arrows choose, Enter and Tab take, Escape lets go. */
export const useSearch = (input: RefObject<HTMLInputElement | null>, query: string, vocabulary: Vocabulary): Search => {
  const [text, setText] = useState(query);
  const [caret, setCaret] = useState(0);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  useEffect(() => setText(query), [query]);
  const offers = open ? suggest(text, caret, vocabulary) : [];
  const chosen = offers[active];

  const take = (offer: Suggestion): void => {
    const next = accept(text, caret, offer);
    setText(next.text);
    setCaret(next.caret);
    setActive(-1);
    input.current?.focus();
    // The caret can only be set once the new text is in the box.
    requestAnimationFrame(() => input.current?.setSelectionRange(next.caret, next.caret));
  };
  const move = (to: number): boolean => {
    setActive(Math.min(offers.length - 1, Math.max(-1, to)));
    return offers.length > 0;
  };
  const takeChosen = (): boolean => {
    if (chosen !== undefined) take(chosen);
    return chosen !== undefined;
  };
  const letGo = (): boolean => {
    if (offers.length > 0) setOpen(false);
    else input.current?.blur();
    return true;
  };
  const keys: Readonly<Record<string, () => boolean>> = {
    ArrowDown: () => move(active + 1),
    ArrowUp: () => move(active - 1),
    Tab: takeChosen,
    Enter: takeChosen,
    Escape: letGo,
  };
  return {
    text,
    offers,
    active,
    type: (typed, at) => {
      setText(typed);
      setCaret(at);
      setActive(-1);
      setOpen(true);
    },
    take,
    show: setOpen,
    press: (key) => keys[key]?.() === true,
  };
};
