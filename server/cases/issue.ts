/** Makes the licence of a granted case. */
import { z } from 'zod';
import { Refused, type Trx } from '#base';
import { attributesOf, validUntil, type OpenItem } from '#graph';
import { findSubject, findUnit } from '#identity';
import { issue as issueLicence, strikeOff, type Issue } from '#licences';
import { act, actInput, actOutput } from './act.ts';
import type { Cx } from './cx.ts';
import { madeReady } from './delivery.ts';
import { establishedBy } from './establish.ts';
import { actsOn } from './held.ts';
import type { CaseRow } from './store.ts';

/** As which of his roles the licence's own log knows him. */
const officers: readonly string[] = ['decider', 'reviewer', 'clerk'];

export const issueInput = z.object(actInput);
export const issueOutput = actOutput;

export async function issue(cx: Cx, input: z.output<typeof issueInput>) {
  return act(cx, { action: 'issue', input }, async ({ case: c, item }, trx) => ({
    content: { licence: await makeLicence(cx, trx, c, item) }, ...await madeReady(trx, c.id),
    tell: 'issued',
  }));
}

/**
 * What a granted case does to licences: a new one, a newer version of the held one, or its end. Gives
 * the id of the licence that was made or ended.
 */
export async function makeLicence(
  cx: Cx, trx: Trx, c: CaseRow, item: OpenItem,
): Promise<string> {
  const result = item.item.result;
  const kind = result && item.version.licences[result.licence];
  if (!result || !kind) {
    throw new Refused('no-licence', 409, '这件事的结果不是证照，直接送达决定书就可以了。');
  }
  const decided = c.decided_on ?? cx.today;
  const on = await actsOn(trx, { item, subject: c.subject, today: decided }, c.facts);
  const facts = on?.facts ?? c.facts;
  const unit = await findUnit(trx, c.unit);
  if (!unit) throw new Error(`case ${c.id}: no unit`);
  const by = {
    account: cx.actor.id, name: cx.actor.name, unit: unit.name,
    role: cx.actor.roles.find((role) => officers.includes(role)) ?? 'system',
  };
  if (on?.acts === 'cancel') {
    const { id } = await strikeOff(trx, {
      id: on.licence.id, holder: c.subject, case: { id: c.id, number: c.number }, on: decided, at: cx.now, by,
    });
    return id;
  }
  const env = { today: decided, calendar: cx.calendar };
  const { values, waits } = attributesOf(item, facts, env);
  if (waits.length > 0) {
    throw new Refused('facts-lacking', 409, '证照上要写的内容还有没核实的，请核实后再制证。',
      { fields: waits.map((at) => ({ at, message: '还没有这一项' })) });
  }
  const until = validUntil(item, { decidedOn: decided, facts, env });
  const holder = await establishedBy(cx, trx, c, item) ?? await holderOf(trx, c);
  const code = result.establishes?.code;
  if (code !== undefined) values[code] = holder.creditCode ?? null;
  const licence = await issueLicence(trx, {
    kind, holder, unit: c.unit,
    issuer: { id: c.unit, name: unit.name, creditCode: issuerCode(item, c.unit) },
    item: { id: c.item, name: c.item_name, version: c.item_version },
    case: { id: c.id, number: c.number },
    attributes: values, issuedOn: decided, until: until ?? null, at: cx.now, by,
    ...(on ? { predecessor: on.licence.id } : {}),
  });
  return licence.id;
}

async function holderOf(trx: Trx, c: CaseRow): Promise<Issue['holder']> {
  const holder = await findSubject(trx, c.subject);
  if (!holder) throw new Error(`case ${c.id}: no holder`);
  return {
    subject: c.subject, name: c.subject_name, kind: c.subject_kind,
    ...(holder.creditCode ? { creditCode: holder.creditCode } : {}),
  };
}

/** Credit code of the issuing body: the unit's own, else that of a unit above it. */
function issuerCode(item: OpenItem, unit: string): string {
  for (let at: string | undefined = unit; at !== undefined;) {
    const node: OpenItem['version']['units'][string] | undefined = item.version.units[at];
    if (node?.['credit code']) return node['credit code'];
    at = node?.parent;
  }
  throw new Refused('no-issuer', 409, '这个单位还没有登记统一社会信用代码，不能制证。请系统管理员补上。');
}
