import type { FeedbackDocument } from '@earshot/model';
import { useEffect, useRef } from 'preact/hooks';
import { Link } from '../address/link.tsx';
import type { Hit } from '../api/contract.ts';
import { documentById, RequestFailed } from '../api/request.ts';
import { useResource } from '../api/use-resource.ts';
import { dayAndTime } from '../format/time.ts';
import { ChannelIcon, Glyph } from '../icons/icons.tsx';
import { Failure, Skeleton } from '../panels/panel.tsx';
import { useUi } from '../ui.ts';
import { Conversation } from './conversation.tsx';
import { Journey } from './journey.tsx';
import { Labels } from './labels.tsx';
import { Message } from './message.tsx';
import { Receipt } from './receipt.tsx';

interface DrawerProps {
  readonly id: string;
  /** The same message in the list, where it is there: it knows the searched words. */
  readonly hit: Hit | undefined;
  readonly onStep: (by: 1 | -1) => void;
  readonly raw: boolean;
  readonly onRaw: (raw: boolean) => void;
}

const Raw = ({ document, raw, onRaw }: { readonly document: FeedbackDocument } & Pick<DrawerProps, 'raw' | 'onRaw'>) => {
  const { t } = useUi();
  return (
    <details class="section raw" open={raw} onToggle={(event) => onRaw(event.currentTarget.open)}>
      <summary>{t.drawer.raw}</summary>
      {raw ? <pre tabIndex={0}>{JSON.stringify(document, null, 2)}</pre> : null}
    </details>
  );
};

export const Drawer = ({ id, hit, onStep, raw, onRaw }: DrawerProps) => {
  const { t, address, language } = useUi();
  const panel = useRef<HTMLDivElement>(null);
  const resource = useResource(id, 0, (signal) => documentById(id, signal));
  const document = hit?.document ?? (resource.outdated ? undefined : resource.data);
  const missing = resource.error instanceof RequestFailed && resource.error.problem.status === 404;

  useEffect(() => {
    const before = globalThis.document.activeElement;
    panel.current?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  useEffect(() => {
    panel.current?.querySelector('.drawer-body')?.scrollTo(0, 0);
  }, [id]);

  return (
    <div ref={panel} class="drawer" role="dialog" aria-modal="false" aria-label={t.drawer.title} tabIndex={-1}>
      <div class="drawer-head">
        {document === undefined ? (
          <strong>{t.drawer.title}</strong>
        ) : (
          <p>
            <span class="drawer-channel">
              <ChannelIcon channel={document.channel} /> {t.channels[document.channel]}
            </span>
            <span class="hint">
              {document.author.display ?? t.roles[document.author.role]} · {dayAndTime(Date.parse(document['@timestamp']), language)}
              {document.timeZone === undefined ? '' : ` (${document.timeZone})`}
            </span>
          </p>
        )}
        <div class="actions">
          <button
            type="button"
            class="button icon-only"
            aria-label={t.drawer.previous}
            title={`${t.drawer.previous} (k)`}
            onClick={() => onStep(-1)}
          >
            <Glyph name="previous" />
          </button>
          <button
            type="button"
            class="button icon-only"
            aria-label={t.drawer.next}
            title={`${t.drawer.next} (j)`}
            onClick={() => onStep(1)}
          >
            <Glyph name="next" />
          </button>
          <Link class="button icon-only" to={{ ...address, open: '' }} aria-label={t.drawer.close} title={`${t.drawer.close} (Esc)`}>
            <Glyph name="close" />
          </Link>
        </div>
      </div>
      <div class="drawer-body">
        {document === undefined ? (
          missing ? (
            <p class="nothing">{t.drawer.missing}</p>
          ) : resource.error !== null ? (
            <Failure resource={resource} />
          ) : (
            <Skeleton rows={10} />
          )
        ) : (
          <>
            <Message document={document} highlights={hit?.highlights ?? []} />
            <Labels document={document} />
            <Conversation document={document} />
            <Journey document={document} />
            {document.receipt === undefined ? null : <Receipt receipt={document.receipt} />}
            <Raw document={document} raw={raw} onRaw={onRaw} />
          </>
        )}
      </div>
    </div>
  );
};
