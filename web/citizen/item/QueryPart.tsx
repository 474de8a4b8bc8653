/** An item that answers at once: a few boxes, and what was found for the words in the address. */
import { useState, type FormEvent } from 'react';
import type { Item } from '../../contract.ts';
import { FieldControlOf } from '../../fields/Control.tsx';
import { clean } from '../../fields/clean.ts';
import type { Typed } from '../../fields/model.ts';
import { modelOf } from '../../fields/models.ts';
import { go, useRoute } from '../../router/history.ts';
import { t } from '../../texts/index.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorSummary, type Fault } from '../../ui/ErrorSummary.tsx';
import { Found } from './Found.tsx';

type Field = Item['fields'][string];

/** The part of a field's address that stands in the address of the page. */
function keyOf(field: Field): string {
  return field.address.split('.').at(-1) ?? field.address;
}

/** The form; below it the results, as soon as the address asks for some. */
export function QueryPart({ item }: { item: Item }) {
  const { name, query } = useRoute();
  const fields = Object.values(item.fields);
  const asked = askedFor(fields, query);
  const [typed, setTyped] = useState<Record<string, Typed>>(() =>
    Object.fromEntries(fields.map((field) => [field.address, query[keyOf(field)] ?? ''])),
  );
  const [faults, setFaults] = useState<Fault[]>([]);
  const [turn, setTurn] = useState(0);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = readAll(fields, typed);
    setFaults(read.faults);
    setTurn((n) => n + 1);
    if (read.faults.length > 0) return;
    go({ to: 'results', params: { item: item.id }, query: read.by }, { stay: true });
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
        <Button type="submit">{t('query.go')}</Button>
      </form>
      {name === 'results' && Object.keys(asked).length > 0 && <Found item={item.id} by={asked} />}
    </div>
  );
}

function askedFor(fields: Field[], query: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const text = query[keyOf(field)];
      return text ? [[field.address, text]] : [];
    }),
  );
}

function readAll(fields: Field[], typed: Record<string, Typed>) {
  const by: Record<string, string> = {};
  const faults: Fault[] = [];
  for (const field of fields) {
    const cleaned = clean(typed[field.address] ?? null, field);
    if ('problem' in cleaned) faults.push({ at: field.address, message: cleaned.problem });
    else if ('value' in cleaned) by[keyOf(field)] = String(cleaned.value);
  }
  const first = fields[0];
  if (first && faults.length === 0 && Object.keys(by).length === 0) {
    faults.push({ at: first.address, message: t('query.empty') });
  }
  return { by, faults };
}
