import { Rows } from '../address/link.tsx';
import { fiveBounds, rangesOf } from '../figures/rating.ts';
import { count, share } from '../format/number.ts';
import { useUi } from '../ui.ts';
import type { Overview } from './overview.ts';
import { Panel } from './panel.tsx';

export const RatingsPanel = ({ overview }: { readonly overview: Overview }) => {
  const { t, language } = useUi();
  return (
    <Panel id="ratings" title={t.panels.ratings} hint={t.tiles.ratingHint} resource={overview.steps} skeletonRows={5}>
      {(root) => {
        const steps = rangesOf(root, fiveBounds);
        const total = steps.reduce((sum, bucket) => sum + (bucket?.count ?? 0), 0);
        const most = Math.max(1, ...steps.map((bucket) => bucket?.count ?? 0));
        if (total === 0) return <p class="nothing">{t.tiles.none}</p>;
        return (
          <ul class="bars">
            {steps.map((_, fromTop) => {
              const step = 4 - fromTop;
              const bucket = steps[step];
              const n = bucket?.count ?? 0;
              const name = `${t.panels.stars(step + 1)}: ${count(n, language)} (${share(n / total, language)})`;
              return (
                <li key={step}>
                  <span class="bar-name stars">
                    <span class="sr-only">{t.panels.stars(step + 1)}</span>
                    <span aria-hidden="true">{step + 1} ★</span>
                  </span>
                  <span class="bar-track">
                    {bucket === undefined || n === 0 ? null : (
                      <Rows
                        query={bucket.query}
                        class="bar ground-ink"
                        style={{ width: `${(100 * n) / most}%` }}
                        title={name}
                        aria-label={name}
                      />
                    )}
                  </span>
                  <span class="bar-number">
                    {bucket === undefined || n === 0 ? '0' : <Rows query={bucket.query}>{count(n, language)}</Rows>}
                  </span>
                </li>
              );
            })}
          </ul>
        );
      }}
    </Panel>
  );
};
