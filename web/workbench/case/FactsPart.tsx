/** What was stated, by section of the form, each with where it comes from and how far it is trusted. */
import type { ReactNode } from 'react';
import type { CaseView, Fact, FormField, FormSection } from '../../contract.ts';
import { say, t } from '../../texts/index.ts';
import { Chip, type Tone } from '../../ui/marks.tsx';
import { w } from '../words.ts';
import type { PartProps } from './CasePane.tsx';
import { Value } from '../../fields/Value.tsx';

const tones: Record<Fact['grade'], Tone> = { A: 'ok', B: 'info', C: 'plain', D: 'plain' };

/** The id of the row of an address, for links from the findings. */
export function rowId(address: string): string {
  return `at-${address}`;
}

/** Sections of the form as they were filed. */
export function FactsPart({ view }: PartProps) {
  return (
    <>
      {view.form
        .filter(({ shown }) => shown === 'yes')
        .map((section) => (
          <Section key={section.section} view={view} section={section} />
        ))}
    </>
  );
}

function Section({ view, section }: PartProps & { section: FormSection }) {
  const rows = byMember(section.fields).filter(
    ({ shown, address }) => shown === 'yes' && !address.includes('[]'),
  );
  if (rows.length === 0) return null;
  return (
    <section className="part">
      <h2>{say(section.name)}</h2>
      <table className="facts">
        <caption className="only-heard">{say(section.name)}</caption>
        <tbody>
          {rows.map((field) => (
            <FactRow key={field.address} view={view} field={field} name={nameIn(field, section)} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Fields of a party that is many, member after member. */
export function byMember(fields: FormField[]): FormField[] {
  return fields.toSorted((a, b) => (a.index ?? -1) - (b.index ?? -1));
}

/** 第 2 位演员：姓名 */
export function nameIn(field: FormField, section: FormSection): string {
  const name = say(field.definition.name);
  if (field.index === undefined) return name;
  const party = section.many.find(({ address }) => field.address.startsWith(`${address}[`));
  return `${w('case.member', { n: field.index + 1, party: say(party?.name) })}${t('list.colon')}${name}`;
}

function FactRow({ view, field, name }: PartProps & { field: FormField; name: string }) {
  const fact = view.facts[field.address];
  const plain = field.address.replace(/\[\d+\]/, '[]');
  const findings = view.reviewFindings.filter(
    ({ on, verdict }) => verdict === 'fail' && (on === field.address || on === plain),
  );
  return (
    <tr id={rowId(field.address)} tabIndex={-1}>
      <th scope="row">{name}</th>
      <td>
        <span className={fact === undefined ? 'muted' : undefined}>{valueOf(fact, field)}</span>{' '}
        {fact && <Source view={view} fact={fact} />}{' '}
        {findings.map((one) => (
          <Chip key={one.point} tone={one.level === 'block' ? 'late' : 'warn'}>
            {one.level === 'block' ? w('side.fail') : w('side.ask')}{t('list.colon')}{say(one.name)}
          </Chip>
        ))}
      </td>
    </tr>
  );
}

function valueOf(fact: Fact | undefined, field: FormField): ReactNode {
  if (fact === undefined) return w('case.unfilled');
  return fact.state === 'none' ? t('kit.none') : <Value of={fact.value} field={field.definition} />;
}

function Source({ view, fact }: { view: CaseView; fact: Fact }) {
  return (
    <Chip tone={tones[fact.grade]}>
      {w('grade.chip', { source: sourceName(view, fact.source), grade: fact.grade })}
    </Chip>
  );
}

const own = ['identity', 'counter', 'applicant'] as const;

/** The name of a source; one the item does not know keeps its id. */
export function sourceName(view: Pick<CaseView, 'description'>, source: string): string {
  const known = own.find((one) => one === source);
  if (known) return w(`source.${known}`);
  return say(view.description.sources[source]) || source;
}

/** The answers that tell the situation, where no field of the form shows them. */
export function AnswersPart({ view }: PartProps) {
  const inForm = new Set(view.form.flatMap(({ fields }) => fields.map(({ address }) => address)));
  const asks = view.asks.filter(
    ({ state, address }) => state === 'answered' && !inForm.has(address),
  );
  if (asks.length === 0) return null;
  return (
    <section className="part">
      <h2>{w('case.answers')}</h2>
      <table className="facts">
        <caption className="only-heard">{w('case.answers')}</caption>
        <tbody>
          {asks.map((ask) => (
            <tr key={ask.id} id={rowId(ask.address)} tabIndex={-1}>
              <th scope="row">{say(ask.ask)}</th>
              <td>{say(ask.options.find(({ value }) => value === ask.value)?.label)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
