/** A download is a delivery once the file was really given to the applicant, or to who acts for him. */
import { longDate, Refused, shanghaiTime, sql, type Task, type World } from '#base';
import { ofCase } from '#licences';
import { tell } from '#messages';
import { act } from './act.ts';
import type { Cx } from './cx.ts';
import { closing } from './deliver.ts';
import { deliveryOf, saveDelivery } from './delivery.ts';
import type { PaperKind } from './paper-kinds.ts';
import { findCase } from './store.ts';
import { systemContext } from './sweep.ts';

/** What was opened: a paper of the case by its kind, or a result for one person. */
export type Opened = { case: string; paper: PaperKind | null; result: boolean };

/** Called after a file of a case was served: is it the result, and he the one it is for, it is delivered. */
export async function noteOpened(cx: Cx, opened: Opened): Promise<void> {
  if (cx.actor.kind !== 'citizen' || (opened.paper === null && !opened.result)) return;
  const c = await findCase(cx.db, cx.actor, opened.case);
  if (!c) return;
  const refused = c.state === 'decided' && c.outcome === 'refuse';
  const made = c.state === 'licence-made' || c.state === 'pay-ordered';
  const decision = opened.paper === 'grant' || opened.paper === 'payment';
  const counts = refused ? opened.paper === 'refusal'
    // Where there is a licence, the licence is the result and not the letter that tells of it.
    : made && (opened.result || (decision && await ofCase(cx.db, c.id, cx.today) === undefined));
  if (counts) await deliverFetched(cx, c.id);
}

/** News of the licences room: its holder fetched the file of a licence. */
export const noteFetched: Task = async (world, payload) => {
  const { events } = payload as { events: { case: string }[] };
  for (const one of events) await deliverFetched(world, one.case);
};

/** 送达 and 办结 by the system. Where another way was chosen, or it is delivered already, nothing happens. */
async function deliverFetched(world: World, id: string): Promise<void> {
  const cx = systemContext(world, 'download');
  try {
    await act(cx, { action: 'deliver', input: { id } }, async ({ case: c }, trx) => {
      const d = await deliveryOf(trx, c.id);
      if (d.way !== 'download') throw new Refused('other-way', 409, { zh: '选了别的领取方式。', en: 'Another way was chosen.' });
      await saveDelivery(trx, { ...d, fetched_at: cx.now });
      const content = { by: 'download', on: cx.today, at: shanghaiTime(cx.now) };
      return {
        content, columns: { due: null }, ends: [{ kind: 'delivery', state: 'met' }],
        papers: [{ kind: 'delivery', content }], follows: [closing(cx)],
      };
    });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
}

/** Days after which who has not fetched his result is told once more. */
const remindAfterDays = 7;

type Waiting = {
  id: string; subject: string; item: string; item_name: { zh: string; en?: string }; acted_at: Date;
};

/** Tells those whose result waits to be downloaded, once. Gives how many. */
export async function remindOfResults(world: World): Promise<number> {
  const now = world.clock.now();
  const before = new Date(now.getTime() - remindAfterDays * 86_400_000);
  return world.db.transaction().execute(async (trx) => {
    const { rows } = await sql<Waiting>`select c.id, c.subject, c.item, c.item_name, c.acted_at from cases.case c
      left join cases.delivery d on d."case" = c.id
      where (c.state in ('licence-made', 'pay-ordered') or (c.state = 'decided' and c.outcome = 'refuse'))
        and c.due is null and c.acted_at < ${before} and d.reminded_at is null
        and coalesce(d.way, case when c.channel = 'online' then 'download' end) = 'download'
      order by c.acted_at limit 200 for no key update of c skip locked`.execute(trx);
    for (const c of rows) {
      await saveDelivery(trx, { ...await deliveryOf(trx, c.id), reminded_at: now });
    }
    await tell(trx, rows.map((c) => ({
      to: { subject: c.subject }, case: c.id, item: c.item, at: now,
      title: { zh: '结果还没有下载', en: 'Your result waits for you' },
      body: {
        zh: `“${c.item_name.zh}”的结果 ${longDate(shanghaiTime(c.acted_at).slice(0, 10))}就做好了，还没有下载。打开办件就能下载，`
          + '也可以改为窗口领取或者邮寄。',
        en: `The result of “${c.item_name.en ?? c.item_name.zh}” is ready and was not downloaded yet. Open the case to `
          + 'download it, or choose the counter or the post.',
      },
    })));
    return rows.length;
  });
}
