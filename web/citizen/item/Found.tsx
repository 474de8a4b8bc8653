import type { Json } from '../../contract.ts';
import { dayOf, longDate } from '../../texts/format.ts';
import { maybe, t } from '../../texts/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Summary } from '../../ui/Table.tsx';

export type FoundRow = { [shown: string]: Json };

/** Public decisions, each a card; persons' names come masked from the server. */
export function Found({ rows, more }: { rows: FoundRow[]; more: (() => void) | null }) {
  return (
    <div className="stack">
      <p className="small">{t('query.masked')}</p>
      {rows.map((row, i) => (
        <div className="box" key={i}>
          <Summary
            lines={Object.entries(row).map(([id, value]) => ({
              id,
              name: maybe(`shown.${id}`) ?? id,
              value: shown(value),
            }))}
          />
        </div>
      ))}
      {more && (
        <Button kind="quiet" onClick={more}>
          {t('query.more')}
        </Button>
      )}
    </div>
  );
}

function shown(value: Json): string {
  if (value === null) return t('kit.none');
  const text = typeof value === 'object' && !Array.isArray(value) ? String(value['zh'] ?? '') : String(value);
  return dayOf(text) === null ? text : longDate(text);
}
