import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Address } from './address/address.ts';
import type { Settings, UiLanguage } from './settings/settings.ts';
import type { Strings } from './strings/index.ts';

/** What every part of the page may need: where we are, how to go elsewhere, and the words to say it in. */
export interface Ui {
  readonly address: Address;
  /** `replace` keeps the step out of the history: for moves that nobody wants to walk back one by one. */
  readonly go: (address: Address, how?: 'push' | 'replace') => void;
  readonly settings: Settings;
  readonly change: (settings: Settings) => void;
  readonly t: Strings;
  readonly language: UiLanguage;
  /** Minutes are exact enough, so that the page does not reload itself every second. */
  readonly now: number;
}

export const UiContext = createContext<Ui | null>(null);

export const useUi = (): Ui => {
  const ui = useContext(UiContext);
  if (ui === null) throw new Error('this part stands outside of the page');
  return ui;
};
