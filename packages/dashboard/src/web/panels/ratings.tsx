import { Rows } from '../address/link.tsx';
import { count, share } from '../format/number.ts';
import { useUi } from '../ui.ts';
import type { Overview } from './overview.ts';
import { Panel } from './panel.tsx';

export const RatingsPanel = ({ overview }: { readonly overview: Overview }) => {
  const { t, language } = useUi();
  return (
    <Panel id="ratings" title={t.panels.ratings} hint={t.tiles.ratingHint} resource={overview.steps} skeletonRows={5}>
      {(root) => {
        const steps = root.buckets ?? [];
        const total = steps.reduce((sum, bucket) => sum + bucket.count, 0);
        const most = Math.max(1, ...steps.map((bucket) => bucket.count));
        if (total === 0) return <p class="nothing">{t.tiles.none}</p>;
        return (
          <ul class="bars">
            {steps.slice(0, 5).map((_, fromTop) => {
              const step = 4 - fromTop;
              const bucket = steps[step];
              if (bucket === undefined) return null;
              const name = `${t.panels.stars(step + 1)}: ${count(bucket.count, language)} (${share(bucket.count / total, language)})`;
              return (
                <li key={step}>
                  <span class="bar-name stars">
                    <span class="sr-only">{t.panels.stars(step + 1)}</span>
                    <span aria-hidden="true">{step + 1} ★</span>
                  </span>
                  <span class="bar-track">
                    {bucket.count === 0 ? null : (
                      <Rows
                        query={bucket.query}
                        class="bar ground-ink"
                        style={{ width: `${(100 * bucket.count) / most}%` }}
                        title={name}
                        aria-label={name}
                      />
                    )}
                  </span>
                  <span class="bar-number">
                    {bucket.count === 0 ? '0' : <Rows query={bucket.query}>{count(bucket.count, language)}</Rows>}
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
