import type { ComponentChildren } from 'preact';
import { useUi } from '../ui.ts';
import { type Address, formatAddress } from './address.ts';

const hrefOf = (address: Address): string => formatAddress(address) || '?';

const isPlain = (event: MouseEvent): boolean => event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

/** Brings the words into view where they lie below, as on a phone. */
const showWords = (): void => document.getElementById('words')?.scrollIntoView({ block: 'nearest', behavior: 'smooth' });

interface LinkProps {
  readonly to: Address;
  readonly then?: () => void;
  readonly class?: string;
  readonly title?: string;
  readonly style?: { readonly width: string };
  readonly tabIndex?: number;
  readonly 'aria-label'?: string;
  readonly 'aria-current'?: 'true';
  readonly children?: ComponentChildren;
}

/** A true link: it can be copied, and opened in another tab; a plain click changes the page in place. */
export const Link = ({ to, then, children, ...rest }: LinkProps) => {
  const { go } = useUi();
  const follow = (event: MouseEvent): void => {
    if (!isPlain(event)) return;
    event.preventDefault();
    go(to);
    then?.();
  };
  return (
    <a {...rest} href={hrefOf(to)} onClick={follow}>
      {children}
    </a>
  );
};

type RowsProps = Omit<LinkProps, 'to' | 'then'> & { readonly query: string };

/** A number, bar, point or word that opens the rows it counts. */
export const Rows = ({ query, children, ...rest }: RowsProps) => {
  const { address } = useUi();
  const opened = address.rows === query;
  return (
    <Link {...rest} to={{ ...address, rows: query, open: '' }} then={showWords} {...(opened ? { 'aria-current': 'true' as const } : {})}>
      {children}
    </Link>
  );
};

interface MarkProps {
  readonly query: string;
  readonly label: string;
  readonly children: ComponentChildren;
  /** Part of a chart whose table carries the same links for the keyboard. */
  readonly name?: string;
}

/** The same inside of an SVG. */
export const SvgRows = ({ query, label, name, children }: MarkProps) => {
  const { address, go } = useUi();
  const to = { ...address, rows: query, open: '' };
  const follow = (event: MouseEvent): void => {
    if (!isPlain(event)) return;
    event.preventDefault();
    go(to);
    showWords();
  };
  return (
    <a
      href={hrefOf(to)}
      tabIndex={-1}
      class={address.rows === query ? 'mark opened' : 'mark'}
      onClick={follow}
      data-mark={name}
      data-label={label}
    >
      {children}
    </a>
  );
};
