import type { CaseView } from '../../contract.ts';
import { Docs } from '../../draft/Docs.tsx';
import { showValue } from '../../fields/models.ts';
import { say, t } from '../../texts/index.ts';
import { Summary, type Line } from '../../ui/Table.tsx';

/** What was handed in, as it was handed in. */
export function Filed({ one }: { one: CaseView }) {
  return (
    <section>
      <details>
        <summary>
          <h2>{t('case.filed')}</h2>
        </summary>
        <div className="stack-5">
          {one.form.map((section) => {
            const lines = linesOf(one, section);
            return lines.length === 0 ? null : (
              <div key={section.section}>
                <h3>{say(section.name)}</h3>
                <Summary lines={lines} />
              </div>
            );
          })}
        </div>
      </details>
      <details>
        <summary>
          <h2>{t('case.documents')}</h2>
        </summary>
        <div className="stack">
          {one.documents.length + one.takes.length === 0 && <p>{t('case.noDocuments')}</p>}
          {materialsOf(one).map((material) => (
            <div key={material}>
              <h3>{say(one.description.materials[material]?.name)}</h3>
              <Docs docs={one.documents.filter((doc) => doc.material === material)} />
            </div>
          ))}
          {one.takes.map((take) => (
            <p key={take.material}>
              {t('case.taken', { name: take.name, number: take.number })}
            </p>
          ))}
        </div>
      </details>
    </section>
  );
}

function materialsOf(one: CaseView): string[] {
  return [...new Set(one.documents.map((doc) => doc.material))];
}

function linesOf(one: CaseView, section: CaseView['form'][number]): Line[] {
  return section.fields.flatMap((field) => {
    const fact = one.facts[field.address];
    if (fact === undefined) return [];
    const party = section.many.find((many) => field.address.startsWith(`${many.address}[`));
    const name = say(field.definition.name);
    return [
      {
        id: field.address,
        name:
          field.index === undefined
            ? name
            : `${t('apply.member', { n: field.index + 1, party: party?.written ?? '' })}${t('list.colon')}${name}`,
        value: fact.state === 'none' ? t('kit.none') : showValue(fact.value, field.definition),
      },
    ];
  });
}
