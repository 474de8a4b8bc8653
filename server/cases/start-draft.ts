/** Begins a draft, with what is known filled in; at the counter for a person without an account. */
import crypto from 'node:crypto';
import { z } from 'zod';
import { notThere, Refused, type Trx } from '#base';
import { current, readFacts } from '#catalogue';
import { look } from '#facts';
import type { Facts, OpenItem } from '#graph';
import {
  actsFor, findOrMakePerson, mandateFor, mayActOn, typedIdNumber, typedName, typedPhone, type Actor,
} from '#identity';
import type { Json } from '#rules';
import type { Cx } from './cx.ts';
import { draftAgain, draftOutput, isFixed, takeable, viewDraft } from './draft-view.ts';
import { applicantOf, firstFacts, licenceFacts } from './first-facts.ts';
import { withHeld } from './held.ts';
import { likeFacts, notOthers, onlyChild } from './begin-with.ts';
import { mustBeOpen } from './registration.ts';
import { findDraft, insertDraft, type Take } from './store.ts';
import { paths, type Path } from './states.ts';

export const startInput = z.object({
  item: z.string().max(100),
  /** The walk-in person, counter staff only. */
  for: z.object({ name: typedName, idNumber: typedIdNumber, phone: typedPhone.optional() }).optional(),
  /** An earlier case of his of the same item: what he filled in himself is taken over (再办一件). */
  like: z.uuid('办件编号不对，请从“我的”里打开').optional(),
  /** Answers given on the guide, by address. */
  answers: z.record(z.string().max(200), z.custom<Json>(() => true)).optional(),
});
export const startOutput = draftOutput;

/** Gives the new draft. Refuses 403/409 where this item is not filed in this name, or not at this time. */
export async function startDraft(cx: Cx, input: z.output<typeof startInput>) {
  const item = await current(cx, input.item);
  if (!(paths as readonly string[]).includes(item.item.procedure)) {
    throw new Refused('no-case', 409, '这件事不用申请，打开页面就能直接查询。');
  }
  mustBeOpen(item, cx.now, 'begin');
  if (JSON.stringify(input.answers ?? {}).length > 65_536) {
    throw new Refused('too-much', 400, '一次带来的内容太多了，请只带有关的几项。');
  }
  return cx.tx(async (trx) => {
    const who = input.for
      ? await walkIn(cx, trx, item, input.for)
      : { subject: mySubject(cx.actor, item), channel: 'online' as const };
    const facts = await firstFacts(cx, trx, item, who.subject);
    if (who.channel === 'counter') {
      await look(trx, {
        subject: who.subject, actor: cx.actor, now: cx.now, what: '窗口登记时带出您已有的信息和证照',
        purpose: `在窗口为您办理“${item.item.name.zh}”`,
      });
    }
    const given = readFacts(item, input.answers ?? {}, { today: cx.today, ...statedBy(who.channel) });
    const taken = await takenFirst(cx, trx, item, who.subject);
    const like = await likeFacts(cx, trx, item, { like: input.like, subject: who.subject });
    const child = await onlyChild(cx, trx, item, who.subject);
    const id = crypto.randomUUID();
    await insertDraft(trx, {
      id, item: input.item, item_version: item.hash, subject: who.subject, account: cx.actor.id,
      mandate: mandateFor(cx.actor, input.item) ?? null, channel: who.channel,
      unit: cx.actor.units[0]?.id ?? null, now: cx.now,
      facts: await withHeld(trx, { item, subject: who.subject, today: cx.today },
        { ...like, ...facts, ...taken.facts, ...notOthers(item, notProved(facts, given.facts)), ...child }, true),
      takes: taken.takes,
    });
    const draft = await findDraft(trx, cx.actor, id);
    if (!draft) throw notThere();
    // The page that opens the draft asks for the rules.
    return viewDraft(cx, trx, draft, item.hash);
  }, draftAgain(cx));
}

/** What was answered on the guide, but never in the place of who the applicant was proved to be. */
function notProved(facts: Facts, given: Facts): Facts {
  return Object.fromEntries(Object.entries(given).filter(([at]) => !isFixed(at, facts[at])));
}

/** What a person states is grade D, what a clerk types after looking at the originals grade B. */
export function statedBy(channel: 'online' | 'counter'): { source: string; grade: 'B' | 'D' } {
  return channel === 'counter' ? { source: 'counter', grade: 'B' } : { source: 'applicant', grade: 'D' };
}

/** In whose name: the organisation acted for, or the person himself, as the item has it. */
function mySubject(actor: Actor, item: OpenItem): string {
  const { kind } = applicantOf(item);
  const name = item.item.name.zh;
  if (actor.kind !== 'citizen') {
    throw new Refused('no-walk-in', 409, '窗口代办请先登记来办事的人的姓名和身份证号。');
  }
  if (kind === 'organisation' && !actor.actingFor) {
    throw new Refused('act-for-first', 409, `“${name}”要以单位名义办。请先在页面上方选择单位，或请单位给您授权。`);
  }
  if (kind === 'person' && actor.actingFor) {
    throw new Refused('act-for-yourself', 409, `“${name}”由个人办理。请在页面上方切换回本人。`);
  }
  if (!mayActOn(actor, item.item.id)) {
    throw new Refused('not-in-mandate', 403, `单位给您的授权里没有“${name}”。请联系单位的法定代表人增加授权。`);
  }
  return actsFor(actor);
}

async function walkIn(
  cx: Cx, trx: Trx, item: OpenItem, person: { name: string; idNumber: string; phone?: string | undefined },
): Promise<{ subject: string; channel: 'counter' }> {
  if (cx.actor.kind !== 'staff' || !cx.actor.roles.includes('clerk')) {
    throw new Refused('not-your-role', 403, '替别人代办登记由窗口人员来做。本人办理请直接填写。');
  }
  if (applicantOf(item).kind === 'organisation') {
    throw new Refused('organisation-online', 409, '这件事以单位名义办：请单位经办人登录后提交，窗口可以在旁边帮办。');
  }
  const { name, idNumber, phone } = person;
  const found = await findOrMakePerson(trx, { name, idNumber, ...(phone ? { phone } : {}) });
  if (found.id === cx.actor.subject) {
    throw new Refused('own-case', 403, '自己的事不能由自己在窗口受理，请到别的窗口，或用个人账号办理。');
  }
  return { subject: found.id, channel: 'counter' };
}

/** Held licences are taken by themselves where they replace an upload; the person may undo it. */
async function takenFirst(
  cx: Cx, trx: Trx, item: OpenItem, subject: string,
): Promise<{ takes: Take[]; facts: Facts }> {
  const found = await takeable(cx, trx, item, subject);
  const facts: Facts = {};
  const takes = found.map(({ material, licence }) => {
    Object.assign(facts, licenceFacts(item, { material, licence }, cx.today));
    return { material, licence: licence.id, name: licence.name.zh, number: licence.number };
  });
  return { takes, facts };
}

export function pathOf(item: OpenItem): Path {
  return item.item.procedure as Path;
}
