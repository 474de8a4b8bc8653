/** Everything to hand in: from the licence library, as a file, or photographed. */
import type { Draft } from '../contract.ts';
import { useRead } from '../queries.ts';
import { t } from '../texts/index.ts';
import { Skeleton, Trouble } from '../ui/boxes.tsx';
import type { StepProps } from './DraftEditor.tsx';
import { MaterialCard } from './MaterialCard.tsx';
import { PromiseChoice } from './Promise.tsx';
import { LackList, StepButtons, useLacks } from './steps.tsx';
import { useDraftNow } from './useDraft.ts';

type Material = Draft['guide']['materials'][number];

/** To hand in first, then what is made by itself. */
export function MaterialsStep(props: StepProps) {
  const { draft } = useDraftNow(props.keeper);
  const lacks = useLacks(props);
  const item = useRead('catalogue.item', { id: draft.item });
  const needed = draft.guide.materials.filter((one) => one.needed === 'yes');
  return (
    <div className="stack-5">
      <h2>{t('apply.section.materials')}</h2>
      <p className="muted">
        {needed.length > 0 ? t('apply.materials.intro') : t('apply.materials.none')}
      </p>
      <PromiseChoice {...props} />
      <LackList lacks={lacks} />
      <Trouble error={item.error} again={() => void item.refetch()} />
      {item.isPending && <Skeleton lines={4} />}
      {item.data &&
        needed.toSorted(byHow).map((material) => (
          <MaterialCard
            key={material.id}
            {...props}
            material={material}
            definition={item.data.materials[material.id]}
            problem={lacks.problemAt(material.id)}
          />
        ))}
      <StepButtons {...props} lacks={lacks} />
    </div>
  );
}

function byHow(a: Material, b: Material): number {
  return rank(a) - rank(b);
}

function rank(material: Material): number {
  if (material.how === 'made') return 3;
  return material.necessity === 'required' ? 0 : material.necessity === 'optional' ? 1 : 2;
}
