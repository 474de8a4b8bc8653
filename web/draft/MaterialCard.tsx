/** One material: what it is, what is there already, and how to hand it in. */
import { useState } from 'react';
import { call } from '../client.ts';
import type { Doc, Draft, MaterialDef } from '../contract.ts';
import { longDate } from '../texts/format.ts';
import { say, t } from '../texts/index.ts';
import { Trouble } from '../ui/boxes.tsx';
import { Button } from '../ui/Button.tsx';
import { Chip } from '../ui/marks.tsx';
import type { StepProps } from './DraftEditor.tsx';
import { Findings } from './Findings.tsx';
import { HandIn } from './HandIn.tsx';
import { useDraftNow } from './useDraft.ts';
import { Zh, inZh } from '../ui/Zh.tsx';

type Material = Draft['guide']['materials'][number];
type CardProps = StepProps & {
  material: Material;
  definition: MaterialDef | undefined;
  problem: string | undefined;
};

/** A licence that is held stands in for the upload; where several are wanted, each has its place. */
export function MaterialCard(props: CardProps) {
  const { keeper, material, problem } = props;
  const { draft } = useDraftNow(keeper);
  const taken = draft.takes.find((one) => one.material === material.id);
  const held = draft.licences.find((one) => one.material === material.id);
  const docs = draft.documents.filter((one) => one.material === material.id);
  const [error, setError] = useState<unknown>(null);
  const take = async (wanted: boolean) => {
    const input = { id: draft.id, facts: {}, take: { [material.id]: wanted } };
    setError(null);
    try {
      await keeper.step((version, key) => call('cases.save', input, { ifMatch: version, key }));
    } catch (wrong) {
      setError(wrong);
    }
  };
  return (
    <section
      id={material.id}
      tabIndex={-1}
      className={problem ? 'material bad' : 'material'}
      aria-labelledby={`${material.id}-name`}
    >
      <div className="spread">
        <h3 id={`${material.id}-name`}>{say(material.name)}</h3>
        <Standing material={material} got={docs.length > 0 || taken !== undefined} />
      </div>
      {problem && <p className="problem">{problem}</p>}
      <p className="small">{say(material.reason)}</p>
      {material.help && <p className="small">{say(material.help)}</p>}
      {taken && (
        <div className="row-wrap taken">
          <span><TakenLine taken={taken} /></span>
          <Button kind="text" onClick={() => void take(false)}>
            {t('apply.materials.untake')}
          </Button>
        </div>
      )}
      {!taken && held && (
        <div className="row-wrap taken">
          <Button kind="quiet" onClick={() => void take(true)}>
            {t('apply.materials.take')}
          </Button>
          <small>
            {say(held.licence.name)}{t('list.comma')}<Zh as="paper">{held.licence.number}</Zh>
            {held.licence.until &&
              `${t('list.comma')}${t('apply.materials.until', { date: longDate(held.licence.until) })}`}
          </small>
        </div>
      )}
      <Trouble error={error} />
      {!taken && material.how === 'upload' && <Slots {...props} docs={docs} />}
      <Findings keeper={keeper} on={material.id} />
    </section>
  );
}

/** The licence that stands in for an upload: its name in the page's language, its number as it is. */
export function TakenLine({ taken }: { taken: Draft['takes'][number] }) {
  const { name, en, number } = taken;
  return inZh(t('apply.materials.taken', { name: say({ zh: name, en }), number }), 'paper', name, number);
}

function Standing({ material, got }: { material: Material; got: boolean }) {
  if (material.how === 'made') return <Chip tone="ok">{t('apply.materials.made')}</Chip>;
  if (got) return <Chip tone="ok">{t('apply.materials.got')}</Chip>;
  if (material.necessity === 'optional') return <Chip>{t('apply.materials.optional')}</Chip>;
  if (material.necessity === 'later') return <Chip>{t('apply.materials.later')}</Chip>;
  return <Chip tone="warn">{t('apply.materials.need')}</Chip>;
}

/** One place for each copy that is wanted. */
function Slots({ docs, ...props }: CardProps & { docs: Doc[] }) {
  const { draft } = useDraftNow(props.keeper);
  const { material } = props;
  const copies = Math.max(1, material.count ?? 1);
  return (
    <>
      {Array.from({ length: copies }, (_, index) => {
        const person = material.each && draft.facts[`${material.each}[${index}].name`];
        const name = person && person.state === 'known' ? String(person.value) : null;
        return (
          <div key={index} className="slot stack">
            {copies > 1 && (
              <b>
                {t('apply.materials.copy', { n: index + 1 })}
                {name && inZh(`${t('list.colon')}${name}`, 'name', name)}
              </b>
            )}
            <HandIn
              base={`/api/cases/drafts/${draft.id}/documents`}
              material={props.definition ?? { id: material.id, name: material.name }}
              index={index}
              docs={docs.filter((one) => one.index === index)}
              run={(act) => props.keeper.aside(act)}
              onRemove={(document) => call('cases.remove-document', { id: draft.id, document })}
            />
          </div>
        );
      })}
    </>
  );
}
