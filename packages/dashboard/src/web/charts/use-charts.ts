import { useEffect, useState } from 'preact/hooks';
import type * as charts from './index.ts';

type Charts = typeof charts;

let loaded: Charts | null = null;

/** The charts come in a file of their own, so that the first paint need not wait for them. */
export const useCharts = (): Charts | null => {
  const [charts, setCharts] = useState(loaded);
  useEffect(() => {
    if (charts !== null) return;
    void import('./index.ts').then((module) => {
      loaded = module;
      setCharts(module);
    });
  }, [charts]);
  return charts;
};
