import type { ComponentChildren } from 'preact';
import { Rows } from '../address/link.tsx';
import type { Resource } from '../api/use-resource.ts';
import type { SparkProps } from '../charts/spark.tsx';
import { useCharts } from '../charts/use-charts.ts';
import { useUi } from '../ui.ts';
import { Failure } from './panel.tsx';

/** How a figure moved, said with an arrow and words; good or bad is for the reader to judge. */
export interface Change {
  readonly direction: 'up' | 'down' | 'same';
  readonly text: string;
  /** The rows compared with. */
  readonly before: { readonly text: string; readonly query: string };
}

interface TileProps {
  readonly id: string;
  readonly title: string;
  readonly hint?: string;
  readonly resource: Resource<unknown>;
  readonly figure: ComponentChildren;
  readonly detail: ComponentChildren;
  readonly change: Change | null;
  readonly versus: string;
  readonly spark: SparkProps | null;
}

const arrows = { up: '↑', down: '↓', same: '→' } as const;

const Moved = ({ change, versus }: Pick<TileProps, 'change' | 'versus'>) => {
  const { t } = useUi();
  if (change === null) return <p class="change none">{t.tiles.noBefore}</p>;
  return (
    <p class="change" title={versus}>
      <span class={`moved ${change.direction}`}>
        <span aria-hidden="true">{arrows[change.direction]}</span> <span class="sr-only">{t.tiles[change.direction]}</span>
        {change.text}
      </span>{' '}
      <Rows query={change.before.query} class="quiet">
        {change.before.text}
      </Rows>
    </p>
  );
};

export const Tile = ({ id, title, hint, resource, figure, detail, change, versus, spark }: TileProps) => {
  const charts = useCharts();
  const waiting = resource.data === undefined;
  return (
    <section class={`tile ${id}`} aria-labelledby={`tile-${id}`} aria-busy={resource.outdated}>
      <h2 id={`tile-${id}`} {...(hint === undefined ? {} : { title: hint })}>
        {title}
      </h2>
      {waiting && resource.error !== null ? (
        <Failure resource={resource} compact />
      ) : (
        <div class={resource.outdated && !waiting ? 'body outdated' : 'body'}>
          <div class="figure">{waiting ? <span class="ghost" /> : figure}</div>
          <div class="detail">{waiting ? <span class="ghost small" /> : detail}</div>
          {charts === null || spark === null || waiting || !spark.values.some((value) => value !== null && value !== 0) ? (
            <div class="spark" />
          ) : (
            <charts.Spark {...spark} />
          )}
          {waiting ? <p class="change">&nbsp;</p> : <Moved change={change} versus={versus} />}
        </div>
      )}
    </section>
  );
};
