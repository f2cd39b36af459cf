import { useEffect, useRef } from 'preact/hooks';

/** What the page's keys do; the names are those of the help. */
export interface KeyActions {
  readonly search: () => void;
  readonly step: (by: 1 | -1) => void;
  readonly open: () => void;
  readonly raw: () => void;
  readonly back: () => void;
  readonly help: () => void;
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

/** Single keys work wherever nobody types, and never together with Ctrl, Alt or Meta, which belong to the browser. */
export const useKeys = (actions: KeyActions): void => {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return;
      if (document.querySelector('dialog[open]') !== null) return;
      const { search, step, open, raw, back, help } = latest.current;
      const onControl = event.target instanceof Element && event.target.closest('a, button, summary') !== null;
      const action: Readonly<Record<string, () => void>> = {
        '/': search,
        j: () => step(1),
        k: () => step(-1),
        o: raw,
        Escape: back,
        '?': help,
        // On a link or button Enter does what it says there.
        ...(onControl ? {} : { Enter: open }),
      };
      const run = Object.hasOwn(action, event.key) ? action[event.key] : undefined;
      if (run === undefined) return;
      event.preventDefault();
      run();
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, []);
};
