import { useCallback, useEffect, useState } from 'preact/hooks';
import { type Address, formatAddress, parseAddress } from './address.ts';

const current = (): Address => parseAddress(location.search);

/** The page's state is the address bar: back, forward, reload and sent links all lead here. */
export const useAddress = (): readonly [Address, (address: Address, how?: 'push' | 'replace') => void] => {
  const [address, setAddress] = useState(current);

  useEffect(() => {
    const returned = (): void => setAddress(current());
    addEventListener('popstate', returned);
    return () => removeEventListener('popstate', returned);
  }, []);

  const go = useCallback((next: Address, how: 'push' | 'replace' = 'push') => {
    const url = location.pathname + formatAddress(next);
    if (url === location.pathname + location.search) return;
    if (how === 'push') history.pushState(null, '', url);
    else history.replaceState(null, '', url);
    setAddress(next);
  }, []);

  return [address, go];
};
