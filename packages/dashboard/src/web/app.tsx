import { useEffect, useMemo, useState } from 'preact/hooks';
import { useAddress } from './address/use-address.ts';
import { onKeyWanted } from './api/key.ts';
import { Patterns } from './charts/patterns.tsx';
import { Page } from './page.tsx';
import { keepSettings, loadSettings, type Settings } from './settings/settings.ts';
import { useNow } from './settings/use-now.ts';
import { strings } from './strings/index.ts';
import { KeyForm } from './top/key-form.tsx';
import { type Ui, UiContext } from './ui.ts';

export const App = () => {
  const [address, go] = useAddress();
  const [settings, setSettings] = useState(loadSettings);
  const [locked, setLocked] = useState(false);
  const [access, setAccess] = useState(0);
  const now = useNow();

  useEffect(() => onKeyWanted(() => setLocked(true)), []);

  const ui = useMemo<Ui>(
    () => ({
      address,
      go,
      settings,
      change: (next: Settings) => {
        keepSettings(next);
        setSettings(next);
      },
      t: strings[settings.language],
      language: settings.language,
      now,
    }),
    [address, go, settings, now],
  );
  return (
    <UiContext.Provider value={ui}>
      <Patterns />
      {locked ? (
        <main>
          <KeyForm
            onKey={() => {
              setLocked(false);
              setAccess((count) => count + 1);
            }}
          />
        </main>
      ) : (
        <Page access={access} />
      )}
    </UiContext.Provider>
  );
};
