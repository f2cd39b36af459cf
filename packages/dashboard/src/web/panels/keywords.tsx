import { Rows } from '../address/link.tsx';
import { byKey, sentimentOrder } from '../figures/sentiment.ts';
import { count } from '../format/number.ts';
import { useUi } from '../ui.ts';
import type { Overview } from './overview.ts';
import { Panel } from './panel.tsx';

const hasHan = (word: string): boolean => /\p{Script=Han}/u.test(word);

/** A ranked list reads better than a cloud: the length of the bar is the count, its parts are the sentiment. */
export const KeywordsPanel = ({ overview }: { readonly overview: Overview }) => {
  const { t, language } = useUi();
  return (
    <Panel id="keywords" title={t.panels.keywords} resource={overview.keywords} skeletonRows={8}>
      {(root) => {
        const words = root.buckets ?? [];
        if (words.length === 0) return <p class="nothing">{t.states.nothing}</p>;
        const most = Math.max(1, ...words.map((word) => word.count));
        return (
          <ol class="keyword-list">
            {words.map((word) => {
              const labels = byKey(word);
              const text = String(word.key);
              return (
                <li key={text}>
                  <Rows query={word.query} class="keyword">
                    <span class="keyword-text" lang={hasHan(text) ? 'zh-CN' : 'en'}>
                      {text}
                    </span>
                    <span class="keyword-count">{count(word.count, language)}</span>
                    <span class="keyword-bar" aria-hidden="true">
                      {sentimentOrder.map((label) => (
                        <span
                          key={label}
                          class={`ground-${label}`}
                          style={{ width: `${(100 * (labels.get(label)?.count ?? 0)) / most}%` }}
                        />
                      ))}
                    </span>
                  </Rows>
                </li>
              );
            })}
          </ol>
        );
      }}
    </Panel>
  );
};
