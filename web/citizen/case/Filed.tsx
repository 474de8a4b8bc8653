import type { CaseView } from '../../contract.ts';
import { Docs } from '../../draft/Docs.tsx';
import { say, t } from '../../texts/index.ts';
import { Summary, type Line } from '../../ui/Table.tsx';
import { inZh } from '../../ui/Zh.tsx';
import { Value } from '../../fields/Value.tsx';

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
              {inZh(
                t('case.taken', { name: say({ zh: take.name, en: take.en }), number: take.number }),
                'paper', take.name, take.number,
              )}
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
            : `${t('apply.member', { n: field.index + 1, party: say(party?.name) })}${t('list.colon')}${name}`,
        value: fact.state === 'none' ? t('kit.none') : <Value of={fact.value} field={field.definition} />,
      },
    ];
  });
}
