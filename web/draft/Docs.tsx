import type { Doc } from '../contract.ts';
import { size } from '../texts/format.ts';
import { t } from '../texts/index.ts';
import { Button } from '../ui/Button.tsx';
import { Zh } from '../ui/Zh.tsx';

/** Files that were handed in, to look at or to take back. */
export function Docs({ docs, onRemove }: { docs: Doc[]; onRemove?: ((id: string) => void) | undefined }) {
  if (docs.length === 0) return null;
  return (
    <ul className="plain docs">
      {docs.map((doc) => (
        <li key={doc.id} className="row-wrap">
          <a href={`/api/files/${doc.id}`} target="_blank" rel="noreferrer">
            <Zh as="typed">{doc.name}</Zh>
          </a>
          <small>
            {size(doc.size)}
            {doc.pages > 1 && `${t('list.comma')}${t('apply.materials.pages', { n: doc.pages })}`}
          </small>
          {onRemove && (
            <Button kind="text" onClick={() => onRemove(doc.id)}>
              {t('kit.remove')}
              <span className="only-heard">{t('list.colon')}<Zh as="typed">{doc.name}</Zh></span>
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
