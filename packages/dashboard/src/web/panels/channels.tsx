import { channelIds } from '../address/address.ts';
import { Rows } from '../address/link.tsx';
import { byKey, peopleOf, sentimentOrder } from '../figures/sentiment.ts';
import { count, share } from '../format/number.ts';
import { ChannelIcon } from '../icons/icons.tsx';
import { useUi } from '../ui.ts';
import type { Overview } from './overview.ts';
import { Panel } from './panel.tsx';

export const ChannelsPanel = ({ overview }: { readonly overview: Overview }) => {
  const { t, language } = useUi();
  return (
    <Panel id="channels" title={t.panels.channels} resource={overview.channels} skeletonRows={4}>
      {(root) => {
        const channels = byKey(root);
        const most = Math.max(1, ...[...channels.values()].map((bucket) => bucket.count));
        return (
          <ul class="bars">
            {channelIds.map((id) => {
              const bucket = channels.get(id);
              const labels = byKey(bucket);
              return (
                <li key={id}>
                  <span class="bar-name">
                    <ChannelIcon channel={id} /> {t.channels[id]}
                  </span>
                  <span class="bar-track">
                    {sentimentOrder.map((label) => {
                      const part = labels.get(label);
                      if (part === undefined || part.count === 0) return null;
                      const name = `${t.channels[id]}, ${t.sentiments[label]}: ${count(part.count, language)} (${share(part.count / (bucket?.count ?? 1), language)})`;
                      return (
                        <Rows
                          key={label}
                          query={part.query}
                          class={`bar ground-${label}`}
                          style={{ width: `${(100 * part.count) / most}%` }}
                          title={name}
                          aria-label={name}
                        />
                      );
                    })}
                  </span>
                  <span class="bar-number" title={t.tiles.people(count(peopleOf(bucket), language))}>
                    {bucket === undefined ? '0' : <Rows query={bucket.query}>{count(bucket.count, language)}</Rows>}
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
