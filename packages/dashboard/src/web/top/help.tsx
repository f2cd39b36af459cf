import { useEffect, useRef } from 'preact/hooks';
import { home } from '../address/address.ts';
import { Link } from '../address/link.tsx';
import { Glyph } from '../icons/icons.tsx';
import { useUi } from '../ui.ts';

export const Help = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useUi();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="help" aria-labelledby="help-title" onClose={onClose}>
      <header>
        <h2 id="help-title">{t.help.title}</h2>
        <button type="button" class="button icon-only plain" aria-label={t.help.close} onClick={onClose}>
          <Glyph name="close" />
        </button>
      </header>
      <dl class="keys">
        {t.help.keys.map(([keys, what]) => (
          <div key={keys}>
            <dt>
              {keys.split(' ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <h3>{t.help.language}</h3>
      <dl class="examples">
        {t.help.examples.map(([example, what]) => (
          <div key={example}>
            <dt>
              <Link to={{ ...home, q: example, period: 'all' }} then={onClose}>
                <code>{example}</code>
              </Link>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </dialog>
  );
};
