import { useState } from 'preact/hooks';
import { currentKey, keepKey } from '../api/key.ts';
import { Logo } from '../icons/icons.tsx';
import { useUi } from '../ui.ts';

/** Asked for when the server answers 401, again when it does so with a key. */
export const KeyForm = ({ onKey }: { readonly onKey: () => void }) => {
  const { t } = useUi();
  const [refused] = useState(currentKey() !== null);
  const [value, setValue] = useState('');
  return (
    <form
      class="start key-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (value.trim() === '') return;
        keepKey(value.trim());
        onKey();
      }}
    >
      <Logo />
      <h2>{t.key.title}</h2>
      <p>{t.key.text}</p>
      {refused ? <p role="alert">{t.key.refused}</p> : null}
      <label>
        {t.key.label}
        <input type="password" autocomplete="off" required value={value} onInput={(event) => setValue(event.currentTarget.value)} />
      </label>
      <button type="submit" class="button primary">
        {t.key.submit}
      </button>
    </form>
  );
};
