/** Watches the lights: every change is an event that stays, told to who has to know; purple has an order. */
import crypto from 'node:crypto';
import { sql, type Trx, type World } from '#base';
import { allStaff, allUnits, type StaffMember } from '#identity';
import { tell } from '#messages';
import { lightDays, lightRule, lightSql, type LightName } from './lights.ts';
import { isOpen } from './queue.ts';

/** Working days in which the unit answers an order. */
const answerDays = 3;

type Change = {
  id: string; number: string; item: string; item_name: { zh: string; en?: string }; unit: string; unit_path: string;
  state: string; due: string | null; owner: string | null; owner_name: string | null; was: LightName; now: LightName;
};

const names: Record<LightName, { zh: string; en: string }> = {
  green: { zh: '绿灯', en: 'green' }, yellow: { zh: '黄灯', en: 'yellow' }, red: { zh: '红灯', en: 'red' },
  purple: { zh: '紫灯（督办）', en: 'purple (order)' }, grey: { zh: '灰灯（停表）', en: 'grey (stopped)' },
  none: { zh: '灭灯', en: 'off' },
};

/** Writes down up to 1,000 changes in one transaction; a second worker waits for its turn. Gives how many. */
export async function changeLights(world: World): Promise<number> {
  const today = world.clock.today();
  const rule = await lightRule(world.db);
  const light = lightSql(lightDays(world.calendar, today, rule));
  return world.db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(640001)`.execute(trx);
    const { rows } = await sql<Change>`select c.id, c.number, c.item, c.item_name, c.unit, c.unit_path, c.state,
        least(c.due, c.promise_due) as due, c.owner, c.owner_name, s.was, s.now
      from (select c.id, coalesce(l.light, 'green') as was,
            case when ${light} = 'none' then 'green' else ${light} end as now
          from cases.case c left join cases.light l on l."case" = c.id where ${isOpen}
        union all select c.id, l.light, 'none' from cases.light l join cases.case c on c.id = l."case"
          where not (${isOpen}) and c.promise_due is null and l.light <> 'none'
        union all select c.id, coalesce(l.light, 'none'), ${light} from cases.case c
          left join cases.light l on l."case" = c.id where not (${isOpen}) and c.promise_due is not null) s
      join cases.case c on c.id = s.id where s.was <> s.now
      order by least(c.due, c.promise_due), c.id limit 1000`.execute(trx);
    if (rows.length === 0) return 0;
    await write(trx, rows, { today, at: world.clock.now() });
    await openOrders(trx, rows.filter((r) => r.now === 'purple'), world);
    await tellAll(trx, rows, world.clock.now());
    return rows.length;
  });
}

async function write(trx: Trx, rows: Change[], { today, at }: { today: string; at: Date }): Promise<void> {
  const json = JSON.stringify(rows.map(({ item_name: _name, number: _number, ...row }) => row));
  await sql`with changed as (select * from jsonb_to_recordset(${json}::jsonb) as r(id uuid, item text, unit text,
      unit_path text, state text, due date, owner uuid, owner_name text, was text, now text)),
    events as (insert into cases.light_event ("case", from_light, to_light, on_date, due, state, item, unit, unit_path,
        owner, owner_name, at)
      select id, was, now, ${today}, due, state, item, unit, unit_path, owner, owner_name, ${at} from changed)
    insert into cases.light ("case", light, since) select id, now, ${today}::date from changed
    on conflict ("case") do update set light = excluded.light, since = excluded.since`.execute(trx);
}

/** One open order a case; its number comes from the case's own. */
async function openOrders(trx: Trx, rows: Change[], world: World): Promise<void> {
  const today = world.clock.today();
  for (const c of rows) {
    const { rows: before } = await sql<{ n: number }>`select count(*)::int as n from cases.supervision_order
      where "case" = ${c.id}`.execute(trx);
    const n = (before[0]?.n ?? 0) + 1;
    await sql`insert into cases.supervision_order (id, number, "case", unit, unit_path, opened_on, answer_by, due, at)
      values (${crypto.randomUUID()}, ${`样普督〔${today.slice(0, 4)}〕${c.number}-${n}号`}, ${c.id}, ${c.unit},
        ${c.unit_path}, ${today}, ${world.calendar.addWorkdays(today, answerDays)}, ${c.due}, ${world.clock.now()})
      on conflict do nothing`.execute(trx);
  }
}

/** Who has it in hand, who heads the unit, who watches over it. */
function addressees(c: Change, staff: (StaffMember & { path: string })[]): string[] {
  const lead = staff.filter((s) => s.roles.includes('decider') && c.unit_path.startsWith(s.path));
  // The head nearest to the unit, not every head above it.
  const nearest = Math.max(0, ...lead.map((s) => s.path.length));
  return [...new Set([
    ...(c.owner === null ? [] : [c.owner]),
    ...lead.filter((s) => s.path.length === nearest).map((s) => s.account),
    ...staff.filter((s) => s.roles.includes('supervisor') && c.unit_path.startsWith(s.path)).map((s) => s.account),
  ])];
}

/** One message a person: of one case by its number, of several with the list. */
async function tellAll(trx: Trx, rows: Change[], at: Date): Promise<void> {
  const paths = new Map((await allUnits(trx)).map((u) => [u.id, u.path]));
  const staff = (await allStaff(trx)).filter((s) => !s.disabled).map((s) => ({ ...s, path: paths.get(s.unit) ?? '/' }));
  const to = new Map<string, Change[]>();
  for (const c of rows) {
    for (const account of addressees(c, staff)) to.set(account, [...(to.get(account) ?? []), c]);
  }
  await tell(trx, [...to].map(([account, changes]) => ({ to: { account }, at, ...words(changes) })));
}

function words(changes: Change[]) {
  const [first] = changes;
  const line = (c: Change, lang: 'zh' | 'en'): string => {
    const due = c.due ? { zh: `，期限 ${c.due}`, en: `, due ${c.due}` } : { zh: '', en: '' };
    return {
      zh: `${c.number}“${c.item_name.zh}”：${names[c.was].zh}变为${names[c.now].zh}${due.zh}`,
      en: `${c.number} “${c.item_name.en ?? c.item_name.zh}”: ${names[c.was].en} to ${names[c.now].en}${due.en}`,
    }[lang];
  };
  const listed = changes.slice(0, 20);
  const rest = changes.length - listed.length;
  return {
    title: changes.length === 1
      ? { zh: `亮灯：${names[first?.now ?? 'none'].zh}`, en: `Light: ${names[first?.now ?? 'none'].en}` }
      : { zh: `${changes.length} 件办件的灯变了`, en: `The lights of ${changes.length} cases changed` },
    body: {
      zh: `${listed.map((c) => line(c, 'zh')).join('\n')}${rest > 0 ? `\n还有 ${rest} 件，见督查页面。` : ''}`,
      en: listed.map((c) => line(c, 'en')).join('\n')
        + (rest > 0 ? `\nand ${rest} more on the supervision page.` : ''),
    },
    ...(changes.length === 1 && first ? { case: first.id, item: first.item } : {}),
  };
}
