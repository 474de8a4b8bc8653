/** Questions one at a time at the left, what follows from the answers at the right. */
import type { Guide, Item } from '../../contract.ts';
import { say, t } from '../../texts/index.ts';
import { longDate } from '../../texts/format.ts';
import { Button } from '../../ui/Button.tsx';
import { Asks } from './Asks.tsx';
import { Conditions } from './Conditions.tsx';
import { Materials } from './Materials.tsx';
import { Start } from './Start.tsx';

type GuidePartProps = {
  item: Item;
  guide: Guide;
  before: Guide | undefined;
  query: Record<string, string>;
};

/** The live guide of an item one applies for. */
export function GuidePart({ item, guide, before, query }: GuidePartProps) {
  const situations = guide.situations.filter((one) => one.verdict === 'true');
  return (
    <div className="cols">
      <div className="stack-6">
        <Asks guide={guide} query={query} />
        {situations.length > 0 && guide.next === null && (
          <p className="muted">
            {t('item.situations', { names: situations.map((one) => say(one.name)).join(t('list.and')) })}
          </p>
        )}
        <Conditions guide={guide} />
        <p className="only-print">{t('item.printed', { on: longDate(guide.asOf) })}</p>
      </div>
      <div className="side">
        <Materials guide={guide} before={before}>
          <Start item={item} guide={guide} />
        </Materials>
        <p className="side-tools no-print">
          <Button kind="text" onClick={() => window.print()}>
            {t('item.print')}
          </Button>
        </p>
      </div>
    </div>
  );
}
