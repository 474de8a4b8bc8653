import type { Basis } from '../../contract.ts';
import { say, t } from '../../texts/index.ts';
import { inZh } from '../../ui/Zh.tsx';

/** What a line rests on; where it is not certain, that too is said. */
export function BasisLine({ basis }: { basis: Basis }) {
  const law = [basis.law, basis.article].filter(Boolean).join('');
  return (
    <>
      {law !== '' && <small>{inZh(t('item.basis', { basis: law }), 'law', law)}</small>}
      <Unsure why={basis.unsure} />
    </>
  );
}

/** 以窗口答复为准; why it is not certain opens below, in the catalogue's own words. */
export function Unsure({ why }: { why: Basis['unsure'] }) {
  if (!why) return null;
  return (
    <details className="unsure">
      <summary>
        {t('item.unsureShort')}
        <span className="why">{t('item.unsureWhy')}</span>
      </summary>
      <p>{say(why)}</p>
    </details>
  );
}
