import { currentKey } from '../api/key.ts';
import { exportPath, send } from '../api/request.ts';
import { Glyph } from '../icons/icons.tsx';
import { useUi } from '../ui.ts';

const formats = ['csv', 'ndjson'] as const;

/** A plain link cannot carry the key, so with one the rows pass through the page. */
const saveWithKey = async (path: string, name: string): Promise<void> => {
  const blob = await (await send(path, {})).blob();
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
};

export const ExportLinks = ({ query }: { readonly query: string }) => {
  const { t } = useUi();
  return (
    <span class="export">
      <Glyph name="download" />
      {formats.map((format) => {
        const path = exportPath(query, format);
        const name = `earshot.${format}`;
        return (
          <a
            key={format}
            href={path}
            download={name}
            aria-label={`${t.words.export} ${format.toUpperCase()}`}
            onClick={(event) => {
              if (currentKey() === null) return;
              event.preventDefault();
              void saveWithKey(path, name).catch(() => undefined);
            }}
          >
            {format.toUpperCase()}
          </a>
        );
      })}
    </span>
  );
};
