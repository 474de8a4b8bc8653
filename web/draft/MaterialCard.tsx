/** One material: what it is, what is there already, and how to hand it in. */
import { useState } from 'react';
import { call, newKey, sendFile } from '../client.ts';
import type { Doc, Draft, MaterialDef } from '../contract.ts';
import { wordsFor } from '../problem.ts';
import { longDate, size } from '../texts/format.ts';
import { say, t } from '../texts/index.ts';
import { Button } from '../ui/Button.tsx';
import { FileDrop } from '../ui/FileDrop.tsx';
import { Chip } from '../ui/marks.tsx';
import { announce } from '../ui/says.tsx';
import type { StepProps } from './DraftEditor.tsx';
import { Findings } from './Findings.tsx';
import { useDraftNow } from './useDraft.ts';

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
  const take = async (wanted: boolean) => {
    await keeper.flush();
    const { id, version } = keeper.snapshot().draft;
    keeper.replace(
      await call('cases.save', { id, facts: {}, take: { [material.id]: wanted } }, { ifMatch: version }),
    );
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
          <span>{t('apply.materials.taken', { name: taken.name, number: taken.number })}</span>
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
            {say(held.licence.name)}，{held.licence.number}
            {held.licence.until &&
              `，${t('apply.materials.until', { date: longDate(held.licence.until) })}`}
          </small>
        </div>
      )}
      {!taken && material.how === 'upload' && <Slots {...props} docs={docs} />}
      <Findings keeper={keeper} on={material.id} />
    </section>
  );
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
                {name && `：${name}`}
              </b>
            )}
            <Slot {...props} index={index} docs={docs.filter((one) => one.index === index)} />
          </div>
        );
      })}
    </>
  );
}

function Slot({
  keeper, material, definition, docs, index,
}: CardProps & { docs: Doc[]; index: number }) {
  const { draft } = useDraftNow(keeper);
  const [busy, setBusy] = useState<string | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const attempt = async (words: string | null, act: () => Promise<unknown>) => {
    setBusy(words);
    setWrong(null);
    try {
      await keeper.aside(act);
    } catch (error) {
      setWrong(wordsFor(error));
    }
    setBusy(null);
  };
  const send = (file: File) => {
    const where = new URLSearchParams({
      material: material.id,
      index: String(index),
      name: file.name,
    });
    const path = `/api/cases/drafts/${draft.id}/documents?${where.toString()}`;
    void attempt(t('file.sending', { name: file.name }), async () => {
      await sendFile<Doc>(path, file, newKey());
      announce(t('file.done', { name: file.name }));
    });
  };
  return (
    <>
      <Docs
        docs={docs}
        onRemove={(document) =>
          void attempt(null, () => call('cases.remove-document', { id: draft.id, document }))
        }
      />
      <FileDrop
        what={say(material.name)}
        kinds={definition?.accepts ?? ['pdf', 'jpeg', 'png']}
        busy={busy}
        problem={wrong}
        onFile={send}
        onRefused={setWrong}
      />
    </>
  );
}

/** Files that were handed in, to look at or to take back. */
export function Docs({ docs, onRemove }: { docs: Doc[]; onRemove?: (id: string) => void }) {
  if (docs.length === 0) return null;
  return (
    <ul className="plain docs">
      {docs.map((doc) => (
        <li key={doc.id} className="row-wrap">
          <a href={`/api/files/${doc.file}`} target="_blank" rel="noreferrer">
            {doc.name}
          </a>
          <small>
            {size(doc.size)}
            {doc.pages > 1 && `，${t('apply.materials.pages', { n: doc.pages })}`}
          </small>
          {onRemove && (
            <Button kind="text" onClick={() => onRemove(doc.id)}>
              {t('kit.remove')}
              <span className="only-heard">：{doc.name}</span>
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
