/** Who does the work: a case is given to a colleague, or taken from one who is away. */
import { z } from 'zod';
import { notThere, Refused, type Db, type Trx } from '#base';
import { allStaff, allUnits, findStaff, findUnit, type Actor, type StaffMember } from '#identity';
import { tell } from '#messages';
import { act, actInput, type ActAnswer } from './act.ts';
import { absenceOn } from './away.ts';
import type { Cx } from './cx.ts';
import type { CaseRow } from './store.ts';

const officer = ['clerk', 'reviewer', 'decider'];
const account = z.uuid('没有这位同事，请从列表里选');

export const assignInput = z.object({ ...actInput, to: account });
export const relieveInput = z.object(actInput);

/** Gives a case to a colleague who may see it; where he is away, to his deputy. Tells him. */
export async function assign(cx: Cx, input: z.output<typeof assignInput>): Promise<ActAnswer> {
  return act(cx, { action: 'assign', input }, async ({ case: c }, trx) => {
    const asked = await colleague(trx, c, input.to);
    const away = await absenceOn(trx, asked.account, cx.today);
    const to = away ? await colleague(trx, c, away.deputy) : asked;
    if (to.subject === c.subject || to.subject === c.filer) {
      throw new Refused('own-case', 403, {
        zh: `${to.name}是这件办件的当事人，应当回避。请指派另一位同事。`,
        en: `${to.name} is a party of this case and must keep out of it. Please choose somebody else.`,
      });
    }
    if (away && await absenceOn(trx, to.account, cx.today)) throw bothAway(asked.name, to.name);
    await tell(trx, {
      to: { account: to.account }, case: c.id, item: c.item, at: cx.now,
      title: { zh: '指派给您一件办件', en: 'A case was given to you' },
      body: {
        zh: `${cx.actor.name}把“${c.item_name.zh}”（${c.number}）指派给您${away ? `，因为${asked.name}请假，您是代理人` : ''}。`,
        en: `${cx.actor.name} gave you “${c.item_name.en ?? c.item_name.zh}” (${c.number}).`,
      },
    });
    return {
      content: { to: to.name, ...(away ? { instead: asked.name } : {}), from: c.owner_name },
      set: { owner: to.account }, columns: { owner_name: to.name },
    };
  });
}

const bothAway = (one: string, other: string): Refused => new Refused('away', 409, {
  zh: `${one}和代理人${other}这几天都请假。请指派另一位同事。`,
  en: `${one} and the deputy ${other} are both away. Please choose somebody else.`,
});

/** Takes a case from a holder who is away or whose account ended: it waits in the unit's queue again. */
export async function relieve(cx: Cx, input: z.output<typeof relieveInput>): Promise<ActAnswer> {
  return act(cx, { action: 'relieve', input }, async ({ case: c }, trx) => {
    const holder = c.owner;
    if (holder === null) {
      throw new Refused('nobody', 409, {
        zh: '这件现在没有人承办，直接领办就行。', en: 'Nobody has this case in hand. It can simply be claimed.',
      });
    }
    const [member] = await findStaff(trx, [holder]);
    const gone = member === undefined || member.disabled || await absenceOn(trx, holder, cx.today) !== undefined;
    if (!gone) {
      throw new Refused('at-work', 409, {
        zh: `${c.owner_name ?? '承办人'}没有请假。请让他自己退回，或直接指派给另一位同事。`,
        en: `${c.owner_name ?? 'The officer'} is not away. Please ask for it back, or assign it to somebody else.`,
      });
    }
    return { content: { from: c.owner_name }, set: { owner: null } };
  });
}

/** A colleague who may see the case and has a role that works on cases. */
async function colleague(trx: Trx, c: CaseRow, id: string): Promise<StaffMember> {
  const [member] = await findStaff(trx, [id]);
  const unit = member && await findUnit(trx, member.unit);
  if (!member || !unit || member.disabled || !c.unit_path.startsWith(unit.path)
    || !member.roles.some((role) => officer.includes(role))) {
    throw new Refused('not-a-colleague', 409, {
      zh: '他不能办这件：不在办理单位，或没有办件的角色。请从列表里另选一位。',
      en: 'This person cannot handle the case: another unit, or no role on cases. Please choose somebody else.',
    });
  }
  return member;
}

export const colleaguesInput = z.object({});
export const colleaguesOutput = z.object({
  colleagues: z.array(z.object({
    id: z.string(), name: z.string(), unit: z.object({ zh: z.string(), en: z.string().optional() }),
    roles: z.array(z.string()), me: z.boolean(),
    away: z.object({ until: z.string(), deputy: z.string() }).nullable(),
  })),
});

/** Officers of the units he sees, with who is away. */
export async function colleagues(cx: Cx) {
  const all = await colleaguesOf(cx.db, cx.actor);
  return {
    colleagues: await Promise.all(all.map(async (s) => {
      const away = await absenceOn(cx.db, s.account, cx.today);
      return {
        id: s.account, name: s.name, unit: s.unitName, roles: s.roles, me: s.account === cx.actor.id,
        away: away ? { until: away.until, deputy: away.deputyName } : null,
      };
    })),
  };
}

/** Officers who work on cases in the units of an actor and below; disabled accounts are none. */
export async function colleaguesOf(db: Db | Trx, actor: Actor): Promise<StaffMember[]> {
  const [staff, units] = [await allStaff(db), await allUnits(db)];
  const paths = new Map(units.map((u) => [u.id, u.path]));
  return staff.filter((s) => !s.disabled && s.roles.some((role) => officer.includes(role))
    && actor.units.some((u) => (paths.get(s.unit) ?? '').startsWith(u.path)));
}

/** One of them, or 404. */
export async function colleagueOf(db: Db | Trx, actor: Actor, id: string): Promise<StaffMember> {
  const found = (await colleaguesOf(db, actor)).find((s) => s.account === id);
  if (!found) throw notThere();
  return found;
}
