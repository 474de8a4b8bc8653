/** What the law says happens by itself: silence means acceptance; old drafts go; clocks turn red. */
import { Refused, sql, type Context, type Trx, type World } from '#base';
import { systemActor, type Actor } from '#identity';
import { act } from './act.ts';
import { decisionDeadlines, earliest } from './deadlines.ts';
import { beginLater } from './promises.ts';

/** A use case's context for a job that acts by itself. */
export function systemContext(world: World, job: string): Context<Actor> {
  return {
    ...world, actor: systemActor(job), now: world.clock.now(), today: world.clock.today(),
    request: { ip: '', agent: job, cookies: {}, ifMatch: undefined, contentType: '', body: undefined, lang: 'zh' },
    reply: { cookie: () => undefined, header: () => undefined, raw: undefined as never },
    tx: (work) => world.db.transaction().execute(work),
  };
}

/** 行政许可法第三十二条: no notice in five working days, then accepted from the day of receipt. */
export async function deemAccepted(world: World): Promise<number> {
  const cx = systemContext(world, 'deemed acceptance');
  // `since`: receipt, or after a supplement the day it came.
  const { rows } = await sql<{ id: string; since: string }>`select c.id, d.from_date as since
    from cases.deadline d join cases.case c on c.id = d."case"
    where d.kind = 'notice' and d.state = 'open' and d.due < ${cx.today} and c.state = 'received'
      and c.path in ('permit', 'allowance')
    order by d.due limit 500`.execute(world.db);
  let done = 0;
  const faults: unknown[] = [];
  for (const { id, since } of rows) {
    try {
      await act(cx, { action: 'deem-accepted', input: { id } }, async ({ case: c, item }, trx) => {
        await stillSilent(trx, { id, since, today: cx.today });
        const later = await beginLater(cx, trx, c, since);
        const deadlines = decisionDeadlines(cx, item, since);
        return {
          content: later.log,
          set: { accepted_on: since },
          columns: { due: earliest(deadlines) },
          deadlines,
          ends: [{ kind: 'notice', state: 'met' }],
          papers: [{
            kind: 'acceptance',
            content: { acceptedOn: since, due: earliest(deadlines), deemed: true, later: later.told,
              computed: deadlines.map((d) => ({ kind: d.kind, text: d.computed.text.zh })) },
          }],
          tell: 'deemed',
        };
      });
      done += 1;
    } catch (error) {
      // An officer acted in the same moment: then there is nothing to deem. A case that cannot be
      // accepted does not hold up the law for all others.
      if (!(error instanceof Refused)) faults.push(error);
    }
  }
  if (faults.length > 0) throw faults[0];
  return done;
}

/** Told, mended and told anew since we looked? Then other five days run. */
async function stillSilent(trx: Trx, was: { id: string; since: string; today: string }): Promise<void> {
  const { rows } = await sql`select from cases.deadline where "case" = ${was.id} and kind = 'notice'
    and state = 'open' and from_date = ${was.since} and due < ${was.today}`.execute(trx);
  if (rows.length === 0) throw new Refused('told', 409, '刚刚已经告知，不用视为受理。');
}

/** Drafts nobody touched for 90 days go, with their files. */
export async function dropOldDrafts(world: World): Promise<number> {
  const before = new Date(world.clock.now().getTime() - 90 * 86_400_000);
  return world.db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ id: string }>`delete from cases.draft where id in
      (select id from cases.draft where updated_at < ${before} limit 500 for update skip locked)
      returning id`.execute(trx);
    const ids = rows.map((r) => r.id);
    if (ids.length === 0) return 0;
    const { rows: documents } = await sql<{ id: string }>`delete from cases.document
      where draft = any(${ids}::uuid[]) returning id`.execute(trx);
    await world.files.release(trx, documents.map((d) => `document:${d.id}`));
    return ids.length;
  });
}
