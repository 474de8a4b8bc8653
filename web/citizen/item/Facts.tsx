import type { Basis, Guide, Item } from '../../contract.ts';
import { duration, money } from '../../texts/format.ts';
import { say, t } from '../../texts/index.ts';
import { Unsure } from './Basis.tsx';

/** Who, how long, how much, how often, and what one gets: one line each. */
export function Facts({ item, guide }: { item: Item; guide: Guide }) {
  const free = /^0+(\.0+)?$/.test(guide.fee.amount);
  const pay = guide.payment?.amount;
  return (
    <dl className="item-facts">
      <Fact name={t('item.who')} value={guide.unit ? say(guide.unit.name) : t('item.whoByAddress')} />
      <Fact
        name={t('item.time')}
        value={duration(guide.time.promised)}
        note={say(guide.time.note)}
        unsure={guide.time.basis.unsure}
      />
      <Fact
        name={t('item.visits')}
        value={t('item.visitsN', { n: guide.visits.n })}
        note={say(guide.visits.reason)}
      />
      <Fact
        name={t('item.fee')}
        value={free ? t('item.free') : money(guide.fee.amount)}
        unsure={guide.fee.basis.unsure}
      />
      {pay && (
        <Fact
          name={t('item.pay')}
          value={t(guide.payment?.every === 'month' ? 'item.payMonth' : 'item.payOnce', {
            amount: money(pay),
          })}
        />
      )}
      {item.result && (
        <Fact
          name={t(item.result.acts === 'cancel' ? 'item.resultEnds' : 'item.result')}
          value={say(item.result.name)}
        />
      )}
    </dl>
  );
}

function Fact({
  name, value, note, unsure,
}: { name: string; value: string; note?: string; unsure?: Basis['unsure'] }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {value}
        {note && <small>{note}</small>}
        <Unsure why={unsure} />
      </dd>
    </div>
  );
}
