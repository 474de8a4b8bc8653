import type { ItemRow } from '../../contract.ts';
import { Link } from '../../router/Link.tsx';
import { duration } from '../../texts/format.ts';
import { say, t } from '../../texts/index.ts';
import { Chip } from '../../ui/marks.tsx';
import { inZh } from '../../ui/Zh.tsx';

/** Items, each with what it is and how long it takes. */
export function ItemList({ items }: { items: ItemRow[] }) {
  return (
    <ul className="list">
      {items.map((item) => (
        <li key={item.id}>
          <Link to="item" params={{ item: item.id }} className="row">
            <span>
              <b>{say(item.name)}</b>
              <small>
                {item.matched && item.matched !== say(item.name)
                  ? inZh(t('search.matched', { name: item.matched }), 'typed', item.matched)
                  : say(item.summary)}
              </small>
            </span>
            <Chip tone="info">
              {item.procedure === 'query' ? t('home.atOnce') : duration(item.promised)}
            </Chip>
          </Link>
        </li>
      ))}
    </ul>
  );
}
