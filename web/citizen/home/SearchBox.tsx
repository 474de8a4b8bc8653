/** The one search box, with suggestions while one types. */
import { useEffect, useId, useState, type FormEvent, type KeyboardEvent } from 'react';
import type { ItemRow } from '../../contract.ts';
import { go } from '../../router/history.ts';
import { useRead } from '../../queries.ts';
import { say, t } from '../../texts/index.ts';
import { buttonClass } from '../../ui/Button.tsx';
import { inZh } from '../../ui/Zh.tsx';

const PAUSE = 180;
const MOST = 6;

/** Enter goes to all results; a suggestion goes straight to its item. */
export function SearchBox({ initial = '' }: { initial?: string }) {
  const [typed, setTyped] = useState(initial);
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const list = useId();
  const found = useSuggestions(typed, open);
  const show = open && found.length > 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setOpen(false);
    const chosen = found[at];
    if (show && chosen) go({ to: 'item', params: { item: chosen.id } });
    else go({ to: 'search', query: { q: typed.trim() } });
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Escape') setOpen(false);
    if (!show || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
    event.preventDefault();
    const step = event.key === 'ArrowDown' ? 1 : -1;
    setAt((now) => Math.max(-1, Math.min(found.length - 1, now + step)));
  };
  return (
    <search className="search-form">
      <form onSubmit={submit}>
      <div className="search">
        <input
          type="text"
          role="combobox"
          aria-label={t('search.label')}
          aria-expanded={show}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={show && at >= 0 ? `${list}-${at}` : undefined}
          autoComplete="off"
          enterKeyHint="search"
          placeholder={t('search.placeholder')}
          maxLength={100}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setAt(-1);
            setOpen(true);
          }}
          onKeyDown={keys}
          onBlur={() => setOpen(false)}
        />
        <button type="submit" className={buttonClass()}>
          {t('search.go')}
        </button>
      </div>
      <Suggestions id={list} found={show ? found : []} at={at} />
      </form>
    </search>
  );
}

function Suggestions({ id, found, at }: { id: string; found: ItemRow[]; at: number }) {
  return (
    // The pattern of a combo box (WAI-ARIA): HTML's own datalist cannot show two lines or go anywhere.
    // oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/no-noninteractive-element-to-interactive-role
    <ul
      id={id}
      role="listbox"
      aria-label={t('search.suggestions')}
      className="suggestions"
      hidden={found.length === 0}
    >
      {found.map((item, i) => (
        <li
          key={item.id}
          id={`${id}-${i}`}
          role="option"
          aria-selected={i === at}
          onMouseDown={(event) => {
            event.preventDefault();
            go({ to: 'item', params: { item: item.id } });
          }}
        >
          <b>{say(item.name)}</b>
          <small>
            {item.matched && item.matched !== say(item.name)
              ? inZh(t('search.matched', { name: item.matched }), 'typed', item.matched)
              : say(item.unit)}
          </small>
        </li>
      ))}
    </ul>
  );
}

/** Asks after a short pause, so that not every key becomes a call. */
function useSuggestions(typed: string, open: boolean): ItemRow[] {
  const [q, setQ] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setQ(typed.trim()), PAUSE);
    return () => clearTimeout(timer);
  }, [typed]);
  const found = useRead('catalogue.items', { q }, { when: open && q !== '', keep: true });
  return typed.trim() === '' ? [] : (found.data?.items ?? []).slice(0, MOST);
}
