import type { Basis } from '../../contract.ts';
import { t } from '../../texts/index.ts';

/** What a line rests on; where it is not certain, that too is said. */
export function BasisLine({ basis }: { basis: Basis }) {
  const law = [basis.law, basis.article].filter(Boolean).join('');
  return (
    <>
      {law !== '' && <small>{t('item.basis', { basis: law })}</small>}
      {basis.unsure && <small className="unsure">{t('item.unsureShort')}</small>}
    </>
  );
}
