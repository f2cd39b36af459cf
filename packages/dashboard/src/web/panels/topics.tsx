import { channelIds } from '../address/address.ts';
import { Rows } from '../address/link.tsx';
import { byKey, peopleOf } from '../figures/sentiment.ts';
import { count } from '../format/number.ts';
import { ChannelIcon } from '../icons/icons.tsx';
import { aspectName } from '../strings/index.ts';
import { useUi } from '../ui.ts';
import type { Overview } from './overview.ts';
import { Panel } from './panel.tsx';

/** What hurts, and where it is said: a table whose cells carry small bars on one common scale. */
export const TopicsPanel = ({ overview }: { readonly overview: Overview }) => {
  const { t, language } = useUi();
  return (
    <Panel id="topics" title={t.panels.topics} hint={t.panels.topicsHint} resource={overview.topics} skeletonRows={8}>
      {(root) => {
        const topics = (root.buckets ?? []).toSorted((a, b) => peopleOf(b) - peopleOf(a) || b.count - a.count);
        if (topics.length === 0) return <p class="nothing">{t.states.nothing}</p>;
        const most = Math.max(1, ...topics.map(peopleOf));
        const mostInCell = Math.max(1, ...topics.flatMap((topic) => (topic.buckets ?? []).map((cell) => cell.count)));
        return (
          <table class="topic-table">
            <caption class="sr-only">{t.panels.topicsHint}</caption>
            <thead>
              <tr>
                <th scope="col">
                  <span class="sr-only">{t.panels.topics}</span>
                </th>
                <th scope="col" class="number">
                  {t.panels.peopleUnhappy}
                </th>
                {channelIds.map((id) => (
                  <th key={id} scope="col" title={t.channels[id]}>
                    <ChannelIcon channel={id} />
                    <span class="sr-only">{t.channels[id]}</span>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {topics.map((topic) => {
                const cells = byKey(topic);
                return (
                  <tr key={String(topic.key)}>
                    <th scope="row">
                      <Rows query={topic.query}>{aspectName(t, String(topic.key))}</Rows>
                      <span class="under-bar ground-negative" style={{ width: `${(100 * peopleOf(topic)) / most}%` }} />
                    </th>
                    <td class="number">
                      <Rows
                        query={topic.query}
                        title={`${t.tiles.people(count(peopleOf(topic), language))} · ${t.words.rows(count(topic.count, language))}`}
                      >
                        {topic.approximate === true ? '≈ ' : ''}
                        {count(peopleOf(topic), language)}
                      </Rows>
                    </td>
                    {channelIds.map((id) => {
                      const cell = cells.get(id);
                      return (
                        <td key={id} class="cell">
                          {cell === undefined ? (
                            <span class="zero">·</span>
                          ) : (
                            <Rows query={cell.query}>
                              {count(cell.count, language)}
                              <span class="cell-bar" style={{ width: `${(100 * cell.count) / mostInCell}%` }} />
                            </Rows>
                          )}
                        </td>
                      );
                    })}
                  </tr>
                );
              })}
            </tbody>
          </table>
        );
      }}
    </Panel>
  );
};
