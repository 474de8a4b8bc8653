/** An item that answers at once: a few boxes, and what was found for them; papers to take along. */
import { useState, type FormEvent } from 'react';
import type { Item } from '../../contract.ts';
import { FieldControlOf } from '../../fields/Control.tsx';
import { clean } from '../../fields/clean.ts';
import type { Typed } from '../../fields/model.ts';
import { modelOf } from '../../fields/models.ts';
import { addressHere, go, useRoute } from '../../router/history.ts';
import { useMe } from '../../session.ts';
import { t } from '../../texts/index.ts';
import { Notice, Skeleton } from '../../ui/boxes.tsx';
import { Button, LinkButton } from '../../ui/Button.tsx';
import { ErrorSummary, type Fault } from '../../ui/ErrorSummary.tsx';
import { Found } from './Found.tsx';

type Field = Item['fields'][string];
export type Answer = NonNullable<Item['answer']>;
type By = Record<string, string>;

/** The part of a field's address that stands in the address of the page. */
function keyOf(field: Field): string {
  return field.address.split('.').at(-1) ?? field.address;
}

/** Public ones ask anybody; about a person, whoever looks signs in first. */
export function QueryPart({ item }: { item: Item }) {
  const { answer } = item;
  if (answer === null) return null;
  return answer.who === 'anyone' ? <Public item={item} answer={answer} /> : <Personal item={item} answer={answer} />;
}

/** The form; below it the results, as soon as the address asks for some. */
function Public({ item, answer }: { item: Item; answer: Answer }) {
  const { name, query } = useRoute();
  const asked = Object.fromEntries(
    Object.values(item.fields).flatMap((field) => {
      const text = query[keyOf(field)];
      return text ? [[field.address, text]] : [];
    }),
  );
  const ask = (by: By) => {
    const short = Object.fromEntries(
      Object.values(item.fields).flatMap((field) => {
        const text = by[field.address];
        return text === undefined ? [] : [[keyOf(field), text]];
      }),
    );
    go({ to: 'results', params: { item: item.id }, query: short }, { stay: true });
  };
  return (
    <div className="read stack-6">
      <SearchForm item={item} first={asked} intro={t('query.intro')} onAsk={ask} some />
      {name === 'results' && Object.keys(asked).length > 0 && (
        <Found item={item} answer={answer} by={asked} />
      )}
    </div>
  );
}

/** What is looked for stays out of the address: it tells of a person. Everything is shown at first. */
function Personal({ item, answer }: { item: Item; answer: Answer }) {
  const me = useMe();
  const [by, setBy] = useState<By>({});
  const why = t(answer.who === 'own' ? 'query.own' : 'query.ownChild');
  if (me === undefined) return <Skeleton lines={4} />;
  if (me === null) {
    return (
      <div className="read stack no-print">
        <Notice>
          <p>{why}</p>
        </Notice>
        <p>
          <LinkButton to="signIn" query={{ back: addressHere() }}>
            {t('query.signIn')}
          </LinkButton>
        </p>
      </div>
    );
  }
  if (me.kind === 'staff') {
    return (
      <div className="read">
        <Notice tone="warn">
          <p>{t('query.workAccount')}</p>
        </Notice>
      </div>
    );
  }
  return (
    <div className="read stack-6">
      <SearchForm item={item} first={{}} intro={t('query.all')} onAsk={setBy} />
      <Found item={item} answer={answer} by={by} />
    </div>
  );
}

type FormProps = {
  item: Item;
  first: By;
  intro: string;
  onAsk: (by: By) => void;
  /** At least one entry is needed. */
  some?: boolean;
};

function SearchForm({ item, first, intro, onAsk, some = false }: FormProps) {
  const fields = Object.values(item.fields);
  const needed = new Set(item.answer?.by.filter((one) => one.required).map((one) => one.address));
  const [typed, setTyped] = useState<Record<string, Typed>>(() =>
    Object.fromEntries(fields.map((field) => [field.address, first[field.address] ?? ''])),
  );
  const [faults, setFaults] = useState<Fault[]>([]);
  const [turn, setTurn] = useState(0);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = readAll(fields, typed);
    const empty = some && read.faults.length === 0 && Object.keys(read.by).length === 0;
    const found = empty && fields[0] ? [{ at: fields[0].address, message: t('query.empty') }] : read.faults;
    setFaults(found);
    setTurn((n) => n + 1);
    if (found.length === 0) onAsk(read.by);
  };
  if (fields.length === 0) return <p className="muted">{intro}</p>;
  return (
    <form className="stack-5 no-print" noValidate onSubmit={submit}>
      <ErrorSummary faults={faults} turn={faults.length > 0 ? turn : 0} />
      <p className="muted">{intro}</p>
      <div className="fields">
        {fields.map((field) => (
          <FieldControlOf
            key={field.address}
            id={field.address}
            field={field}
            optional={!needed.has(field.address)}
            typed={typed[field.address] ?? modelOf(field).blank(field)}
            onTyped={(value) => setTyped((before) => ({ ...before, [field.address]: value }))}
            problem={faults.find((fault) => fault.at === field.address)?.message}
          />
        ))}
      </div>
      <p className="acts">
        <Button type="submit">{t('query.go')}</Button>
        <Button kind="text" onClick={() => setTyped({})}>
          {t('query.clear')}
        </Button>
      </p>
    </form>
  );
}

function readAll(fields: Field[], typed: Record<string, Typed>): { by: By; faults: Fault[] } {
  const by: By = {};
  const faults: Fault[] = [];
  for (const field of fields) {
    const cleaned = clean(typed[field.address] ?? null, field);
    if ('problem' in cleaned) faults.push({ at: field.address, message: cleaned.problem });
    else if ('value' in cleaned) by[field.address] = String(cleaned.value);
  }
  return { by, faults };
}
