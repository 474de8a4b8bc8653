/** What to prepare: grows and shrinks with each answer, each line with its reason. */
import type { ReactNode } from 'react';
import type { Guide } from '../../contract.ts';
import { say, t } from '../../texts/index.ts';
import { Panel } from '../../ui/boxes.tsx';
import { Chip } from '../../ui/marks.tsx';
import { BasisLine } from './Basis.tsx';

type Material = Guide['materials'][number];

/** The list in the frame that also holds the button to begin. */
export function Materials({
  guide, before, children,
}: { guide: Guide; before: Guide | undefined; children: ReactNode }) {
  const groups = sorted(guide, before);
  const n = groups.bring.length;
  const title = n === 0 ? t('item.needNone') : t('item.need', { n });
  const free = groups.free.length + groups.gone.length;
  return (
    <Panel title={title} aside={free > 0 && t('item.notNeeded', { n: free })} live>
      <ul className="mat">
        {groups.bring.map((one) => (
          <Line key={one.id} material={one} fresh={isFresh(one, before)} />
        ))}
        {groups.free.map((one) => (
          <Line key={one.id} material={one} fresh={isFresh(one, before)} />
        ))}
        {groups.gone.map((one) => (
          <li key={one.id} className="gone">
            <b>{say(one.name)}</b>
            <Chip tone="ok">{t('item.gone')}</Chip>
            <small>{say(one.reason)}</small>
          </li>
        ))}
      </ul>
      {groups.maybe.length > 0 && (
        <details className="maybe">
          <summary>{t('item.maybe', { n: groups.maybe.length })}</summary>
          <ul className="mat">
            {groups.maybe.map((one) => (
              <li key={one.id}>
                <b>{say(one.name)}</b>
                <Chip>{t('item.unknownMaterial')}</Chip>
                <small>{say(one.reason)}</small>
              </li>
            ))}
          </ul>
        </details>
      )}
      <div className="go no-print">{children}</div>
    </Panel>
  );
}

function Line({ material, fresh }: { material: Material; fresh: boolean }) {
  const made = material.how === 'made';
  return (
    <li className={made ? 'free' : undefined}>
      <b>
        {say(material.name)}
        {material.count !== null && material.count > 1 && (
          <span className="muted"> {t('item.copies', { n: material.count })}</span>
        )}
        {material.each !== undefined && material.count === null && (
          <span className="muted"> {t('item.each')}</span>
        )}
      </b>
      <Mark material={material} fresh={fresh} />
      <small>{say(material.reason)}</small>
      {material.instead && (
        <small>{t('item.insteadHint', { name: say(material.instead.name) })}</small>
      )}
      {material.help && <small>{say(material.help)}</small>}
      <BasisLine basis={material.basis} />
    </li>
  );
}

function Mark({ material, fresh }: { material: Material; fresh: boolean }) {
  if (material.how === 'made') return <Chip tone="ok">{t('item.made')}</Chip>;
  if (fresh) return <Chip tone="warn">{t('item.new')}</Chip>;
  if (material.necessity === 'later') return <Chip>{t('item.later')}</Chip>;
  if (material.necessity === 'optional') return <Chip>{t('item.optionalMaterial')}</Chip>;
  return material.instead ? (
    <Chip tone="ok">{t('item.instead')}</Chip>
  ) : (
    <Chip>{t('item.upload')}</Chip>
  );
}

/** bring: to hand in · maybe: waits for answers · free: nothing to bring · gone: just fell away. */
function sorted(guide: Guide, before: Guide | undefined) {
  const needed = guide.materials.filter((one) => one.needed === 'yes');
  const was = (id: string) => before?.materials.find((one) => one.id === id)?.needed;
  const free = (one: Material) => one.how === 'made' || one.instead !== undefined;
  return {
    bring: needed.filter((one) => !free(one)),
    maybe: guide.materials.filter((one) => one.needed === 'unknown'),
    free: needed.filter(free),
    gone: guide.materials.filter(
      (one) => one.needed === 'no' && was(one.id) !== undefined && was(one.id) !== 'no',
    ),
  };
}

function isFresh(material: Material, before: Guide | undefined): boolean {
  const old = before?.materials.find((one) => one.id === material.id);
  return old !== undefined && old.needed !== 'yes';
}
