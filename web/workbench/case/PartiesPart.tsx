import type { Fact } from '../../contract.ts';
import { say, t } from '../../texts/index.ts';
import { w } from '../words.ts';
import type { PartProps } from './CasePane.tsx';
import { inZh } from '../../ui/Zh.tsx';

const known = (fact: Fact | undefined): string | null =>
  fact?.state === 'known' && typeof fact.value === 'string' ? fact.value : null;

/** Names of the people in a role: one, or as many as are counted. */
function namesOf(facts: Record<string, Fact>, party: { id: string; many: boolean }): string[] {
  if (!party.many) return [known(facts[`${party.id}.name`])].filter((one) => one !== null);
  const count = Number(known(facts[party.id]) ?? 0);
  return Array.from({ length: Number.isInteger(count) ? Math.min(count, 500) : 0 }, (_, i) =>
    known(facts[`${party.id}[${i}].name`]),
  ).filter((one) => one !== null);
}

/** Who else is in it besides the applicant. */
export function PartiesPart({ view }: PartProps) {
  const others = view.description.parties
    .filter(({ role }) => role !== 'applicant')
    .map((party) => ({ party, names: namesOf(view.facts, party) }))
    .filter(({ names }) => names.length > 0);
  if (others.length === 0) return null;
  return (
    <section className="part">
      <h2>{w('case.parties')}</h2>
      <table className="facts">
        <caption className="only-heard">{w('case.parties')}</caption>
        <tbody>
          {others.map(({ party, names }) => (
            <tr key={party.id}>
              <th scope="row">{say(party.name)}</th>
              <td>{inZh(names.join(t('list.and')), 'name', ...names)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
