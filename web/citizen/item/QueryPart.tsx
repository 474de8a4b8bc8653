/** An item that answers at once: a few boxes and what was found. */
import { useState, type FormEvent } from 'react';
import type { Item } from '../../contract.ts';
import { FieldControlOf } from '../../fields/Control.tsx';
import { clean } from '../../fields/clean.ts';
import type { Typed } from '../../fields/model.ts';
import { modelOf } from '../../fields/models.ts';
import { useWrite } from '../../queries.ts';
import { t } from '../../texts/index.ts';
import { Empty, Trouble } from '../../ui/boxes.tsx';
import { Button } from '../../ui/Button.tsx';
import { ErrorSummary, type Fault } from '../../ui/ErrorSummary.tsx';
import { Found, type FoundRow } from './Found.tsx';

/** The form and, once asked, the results below it. */
export function QueryPart({ item }: { item: Item }) {
  const fields = Object.values(item.fields);
  const [typed, setTyped] = useState<Record<string, Typed>>({});
  const [faults, setFaults] = useState<Fault[]>([]);
  const [turn, setTurn] = useState(0);
  const [rows, setRows] = useState<FoundRow[] | null>(null);
  const [next, setNext] = useState<string | null>(null);
  const query = useWrite('licences.query');
  const ask = async (page?: string) => {
    const read = readAll(fields, typed);
    setFaults(read.faults);
    setTurn((n) => n + 1);
    if (read.faults.length > 0) return;
    const found = await query.run({ item: item.id, by: read.by, ...(page ? { page } : {}) });
    if (found === null) return;
    setRows((before) => [...(page ? (before ?? []) : []), ...found.rows]);
    setNext(found.next);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void ask();
  };
  return (
    <div className="read stack-6">
      <form className="stack-5 no-print" noValidate onSubmit={submit}>
        <ErrorSummary faults={faults} turn={faults.length > 0 ? turn : 0} />
        <p className="muted">{t('query.intro')}</p>
        <div className="fields">
          {fields.map((field) => (
            <FieldControlOf
              key={field.address}
              id={field.address}
              field={field}
              optional
              typed={typed[field.address] ?? modelOf(field).blank(field)}
              onTyped={(value) => setTyped((before) => ({ ...before, [field.address]: value }))}
              problem={faults.find((fault) => fault.at === field.address)?.message}
            />
          ))}
        </div>
        <Trouble error={query.error} />
        <Button type="submit" busy={query.busy}>
          {t('query.go')}
        </Button>
      </form>
      {rows !== null && (
        <section aria-live="polite">
          <h2>{t('query.results')}</h2>
          {rows.length === 0 ? (
            <Empty>{t('query.none')}</Empty>
          ) : (
            <Found rows={rows} more={next === null ? null : () => void ask(next)} />
          )}
        </section>
      )}
    </div>
  );
}

function readAll(fields: Item['fields'][string][], typed: Record<string, Typed>) {
  const by: Record<string, string> = {};
  const faults: Fault[] = [];
  for (const field of fields) {
    const cleaned = clean(typed[field.address] ?? null, field);
    if ('problem' in cleaned) faults.push({ at: field.address, message: cleaned.problem });
    else if ('value' in cleaned) by[field.address] = String(cleaned.value);
  }
  const first = fields[0];
  if (first && faults.length === 0 && Object.keys(by).length === 0) {
    faults.push({ at: first.address, message: t('query.empty') });
  }
  return { by, faults };
}
