import { useEffect, useState } from 'preact/hooks';

/** Height of a row of the list in rem: three lines of text under one of facts, two on narrow screens more for the facts. */
const rems = { wide: 8.25, narrow: 9.5 } as const;

const narrow = (): MediaQueryList => matchMedia('(max-width: 640px)');

const measure = (): number =>
  Math.round((narrow().matches ? rems.narrow : rems.wide) * Number.parseFloat(getComputedStyle(document.documentElement).fontSize));

/** Height of a row in pixels, so that long lists need not measure each row. */
export const useRowHeight = (): number => {
  const [height, setHeight] = useState(measure);
  useEffect(() => {
    const again = (): void => setHeight(measure());
    addEventListener('resize', again);
    return () => removeEventListener('resize', again);
  }, []);
  return height;
};
