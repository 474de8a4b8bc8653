import type { Guide } from '../../contract.ts';
import { say, t } from '../../texts/index.ts';
import { Notice } from '../../ui/boxes.tsx';
import { Chip, type Tone } from '../../ui/marks.tsx';
import { BasisLine } from './Basis.tsx';

type Condition = Guide['conditions'][number];

const tones: Record<Condition['verdict'], Tone> = {
  true: 'ok',
  false: 'late',
  unknown: 'plain',
  none: 'plain',
};
const words = {
  true: 'item.condTrue',
  false: 'item.condFalse',
  unknown: 'item.condUnknown',
  none: 'item.condNone',
} as const;

/** What has to hold, each with how it stands, why, and what to do when it does not. */
export function Conditions({ guide }: { guide: Guide }) {
  const failing = guide.conditions.filter((one) => one.verdict === 'false').length;
  if (guide.conditions.length === 0) return null;
  return (
    <section aria-live="polite">
      <h2>{t('item.conditions')}</h2>
      {failing > 0 && (
        <Notice tone="warn">
          <p>{t('item.blocked', { n: failing })}</p>
        </Notice>
      )}
      <ul className="list conditions">
        {guide.conditions.map((one) => (
          <li key={one.id}>
            <b>{say(one.name)}</b>
            <Chip tone={tones[one.verdict]}>{t(words[one.verdict])}</Chip>
            <small>{say(one.reason)}</small>
            {one.verdict === 'false' && <p>{t('item.condFix', { fix: say(one.fix) })}</p>}
            <BasisLine basis={one.basis} />
          </li>
        ))}
      </ul>
    </section>
  );
}
