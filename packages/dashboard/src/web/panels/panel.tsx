import type { ComponentChildren } from 'preact';
import { Link } from '../address/link.tsx';
import type { Resource } from '../api/use-resource.ts';
import { clock } from '../format/time.ts';
import { Glyph } from '../icons/icons.tsx';
import { useUi } from '../ui.ts';

interface FailureProps {
  readonly resource: Pick<Resource<unknown>, 'error' | 'retry'>;
  /** Where there is no room for more than what failed. */
  readonly compact?: boolean;
}

/** What failed, what still works, and the way out. */
export const Failure = ({ resource, compact = false }: FailureProps) => {
  const { t, address } = useUi();
  const problem = resource.error?.problem;
  if (problem === undefined) return null;
  return (
    <div class="failure" role="alert">
      <Glyph name="alert" />
      <p>
        <strong>{problem.status === 422 ? t.states.badQuery : t.states.failed}</strong>
        <br />
        {problem.status === 0 ? t.states.offline : (problem.detail ?? problem.title)}{' '}
        {problem.status === 422 || compact ? '' : t.states.othersWork}
      </p>
      {problem.status === 422 ? (
        <Link class="button" to={{ ...address, q: '', rows: '', open: '' }}>
          {t.top.clear}
        </Link>
      ) : (
        <button type="button" class="button" onClick={resource.retry}>
          {t.states.retry}
        </button>
      )}
    </div>
  );
};

const Stale = ({ resource }: { readonly resource: Resource<unknown> }) => {
  const { t, language } = useUi();
  return (
    <p class="stale" role="status">
      <Glyph name="alert" />
      {t.states.stale(clock(resource.at, language))}{' '}
      <button type="button" class="link" onClick={resource.retry}>
        {t.states.retry}
      </button>
    </p>
  );
};

/** Bars in the shape of what is to come, so that nothing jumps when it does. */
export const Skeleton = ({ rows }: { readonly rows: number }) => {
  const { t } = useUi();
  return (
    <div class="skeleton" role="status" aria-label={t.states.loading}>
      {Array.from({ length: rows }, (_, index) => (
        <span key={index} />
      ))}
    </div>
  );
};

interface PanelProps<T> {
  readonly id: string;
  readonly title: string;
  readonly hint?: string;
  readonly actions?: ComponentChildren;
  readonly resource: Resource<T>;
  readonly skeletonRows: number;
  readonly children: (data: T) => ComponentChildren;
}

/** A card with its four states: loading, there, failed, and stale. */
export const Panel = <T,>({ id, title, hint, actions, resource, skeletonRows, children }: PanelProps<T>) => {
  const { data, error, outdated } = resource;
  return (
    <section class={`panel ${id}`} aria-labelledby={`${id}-title`} aria-busy={outdated}>
      <header>
        <h2 id={`${id}-title`}>{title}</h2>
        {hint === undefined ? null : <p class="hint">{hint}</p>}
        {actions === undefined ? null : <div class="actions">{actions}</div>}
      </header>
      {data !== undefined && error !== null && !outdated ? <Stale resource={resource} /> : null}
      {error !== null && (data === undefined || outdated) ? (
        <Failure resource={resource} />
      ) : data === undefined ? (
        <Skeleton rows={skeletonRows} />
      ) : (
        <div class={outdated ? 'body outdated' : 'body'}>{children(data)}</div>
      )}
    </section>
  );
};
