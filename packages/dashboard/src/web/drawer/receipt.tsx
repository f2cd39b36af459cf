import { currentKey } from '../api/key.ts';
import { receiptPath } from '../api/request.ts';
import { useUi } from '../ui.ts';

/** The receipt that its sender holds; its address tells where the message is. A plain link cannot carry a key, so with one it is no link. */
export const Receipt = ({ receipt }: { readonly receipt: string }) => {
  const { t } = useUi();
  return (
    <section class="section">
      <h3>{t.drawer.receipt}</h3>
      <p class="receipt">
        {currentKey() === null ? (
          <a href={receiptPath(receipt)} target="_blank" rel="noopener">
            <code>{receipt}</code>
          </a>
        ) : (
          <code>{receipt}</code>
        )}
      </p>
    </section>
  );
};
