import { useEffect, useState } from 'preact/hooks';
import { readClock } from './clock.ts';

const minuteMs = 60_000;

/** The time, minute by minute; stands still while nobody looks. */
export const useNow = (): number => {
  const [now, setNow] = useState(readClock);
  useEffect(() => {
    const look = (): void => {
      if (!document.hidden) setNow(readClock());
    };
    const timer = setInterval(look, minuteMs);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, []);
  return now;
};
