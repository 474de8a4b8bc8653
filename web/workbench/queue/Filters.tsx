/** Filters of the queue, each value with how many there are; all of them stand in the address. */
import { useState, type FormEvent } from 'react';
import type { Output } from '../../endpoints.ts';
import { useRead } from '../../queries.ts';
import { go } from '../../router/history.ts';
import { say, t } from '../../texts/index.ts';
import { stateWords } from '../stateWords.ts';
import { w, type Key } from '../words.ts';
import { boxPlace, filterNames, type DeskPlace, type FilterName } from './place.ts';
import { zhMark } from '../../ui/Zh.tsx';

type Facets = Output<'cases.queue'>['facets'];
type Facet = keyof Facets;

const labels = {
  state: 'queue.state',
  item: 'queue.item',
  light: 'queue.light',
  unit: 'queue.unit',
  owner: 'queue.ofOwner',
  channel: 'queue.channel',
} as const satisfies Record<Facet, Key>;

/** State, service and a search box; the rest behind one fold, open while one of them is set. */
export function Filters({ at, facets }: { at: DeskPlace; facets: Facets | undefined }) {
  const { filters } = at;
  // What is typed counts until the address says something else.
  const [typed, setTyped] = useState({ q: filters.q ?? '', of: filters.q });
  const q = typed.of === filters.q ? typed.q : (filters.q ?? '');
  const setQ = (next: string) => setTyped({ q: next, of: filters.q });
  const filter = (change: Partial<DeskPlace['filters']>) =>
    go(boxPlace(at.box, { ...filters, page: undefined, ...change }), { stay: true });
  const search = (event: FormEvent) => {
    event.preventDefault();
    filter({ q: q.trim() || undefined });
  };
  const any = filterNames.some((name) => filters[name]);
  const more = ['light', 'unit', 'owner', 'channel'] as const;
  const one = (facet: Facet) => (
    <FacetSelect
      key={facet}
      facet={facet}
      value={filters[facet]}
      values={facets?.[facet] ?? []}
      onChange={filter}
    />
  );
  return (
    <search>
      <form className="filters" aria-label={w('queue.filters')} onSubmit={search}>
        {one('state')}
        {one('item')}
        <input
          id="queue-q"
          type="search"
          aria-label={w('queue.search')}
          placeholder={w('queue.search')}
          value={q}
          maxLength={60}
          onChange={(event) => setQ(event.target.value)}
        />
        <button type="submit" className="small-btn">
          {w('queue.search.go')}
        </button>
        <details className="more-filters" open={more.some((name) => filters[name]) || undefined}>
          <summary>{w('queue.more')}</summary>
          <div className="filters">{more.map(one)}</div>
        </details>
        {any && (
          <button
            type="button"
            className="small-btn"
            onClick={() => go(boxPlace(at.box), { stay: true })}
          >
            {w('queue.clear')}
          </button>
        )}
      </form>
    </search>
  );
}

type SelectProps = {
  facet: Facet;
  value: string | undefined;
  values: Facets[Facet];
  onChange: (change: Partial<Record<FilterName, string | undefined>>) => void;
};

function FacetSelect({ facet, value, values, onChange }: SelectProps) {
  const items = useRead('catalogue.items', {}, { when: facet === 'item' });
  const names = new Map((items.data?.items ?? []).map((item) => [item.id, say(item.name)]));
  const nameOf = (one: Facets[Facet][number]): string => {
    if (facet === 'state') return stateWords(one.id as Parameters<typeof stateWords>[0]);
    if (facet === 'item') return names.get(one.id) ?? one.id;
    if (facet === 'light') return w(`light.name.${one.id}` as 'light.name.green');
    if (facet === 'channel') return w(one.id === 'counter' ? 'queue.counter' : 'queue.online');
    if (one.id === 'none') return w('queue.nobody');
    return one.name ? say(one.name) : one.id;
  };
  const gone = value !== undefined && values.every((one) => one.id !== value);
  return (
    <select
      aria-label={w(labels[facet])}
      value={value ?? ''}
      onChange={(event) => onChange({ [facet]: event.target.value || undefined })}
    >
      <option value="">{`${w(labels[facet])}${t('list.colon')}${w('queue.all')}`}</option>
      {gone && <option value={value}>{nameOf({ id: value, n: 0 })} (0)</option>}
      {values.map((one) => (
        <option key={one.id} value={one.id} {...(facet === 'owner' && zhMark(nameOf(one), 'name'))}>
          {nameOf(one)} ({one.n})
        </option>
      ))}
    </select>
  );
}
