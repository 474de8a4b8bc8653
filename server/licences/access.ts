/** Whose a licence is, and who watches over it. Everybody else learns only what verifying tells. */
import { notThere, type Context, type Db, type Trx } from '#base';
import { look } from '#facts';
import { subjectsOf, unitsUnder, type Actor } from '#identity';
import type { Licence } from './store.ts';

/** Is he the holder, or does he act for the holder on the item it came from? */
export function mayHold(actor: Actor, licence: Pick<Licence, 'holder' | 'item'>): boolean {
  if (!subjectsOf(actor).includes(licence.holder)) return false;
  if (licence.holder === actor.subject) return true;
  const items = actor.actingFor?.items ?? [];
  return items === 'all' || (licence.item !== null && items.includes(licence.item));
}

/** Designers and administrators keep the house; they open nobody's licence. */
const watchers: readonly string[] = ['clerk', 'reviewer', 'decider', 'supervisor'];

/** Does he work, as one of those who handle or watch cases, in the unit that handled it, or in one above it? */
export async function mayOversee(
  db: Db | Trx, actor: Actor, licence: Pick<Licence, 'unit'>,
): Promise<boolean> {
  if (actor.kind !== 'staff' || !actor.roles.some((role) => watchers.includes(role))) return false;
  for (const unit of actor.units) {
    if (unit.id === licence.unit) return true;
    if ((await unitsUnder(db, unit.id)).includes(licence.unit)) return true;
  }
  return false;
}

/** The room's one predicate: may he open the whole licence with its file? */
async function visible(db: Db | Trx, actor: Actor, licence: Licence): Promise<boolean> {
  return mayHold(actor, licence) || mayOversee(db, actor, licence);
}

/**
 * A licence opened by its holder or an officer; an officer's opening is a row that the holder sees.
 * @throws Refused 404 when it is not there or not for him
 */
export async function opened(
  { db, actor, now }: Context<Actor>, licence: Licence | undefined,
): Promise<Licence> {
  if (!licence || !(await visible(db, actor, licence))) throw notThere();
  if (!mayHold(actor, licence)) {
    await look(db, {
      subject: licence.holder, actor, now, what: `打开${licence.kindName.zh}（${licence.number}）`,
      purpose: licence.itemName ? `办理“${licence.itemName.zh}”` : '核对证照',
      ...(licence.caseId && licence.caseNumber
        ? { case: { id: licence.caseId, number: licence.caseNumber } } : {}),
    });
  }
  return licence;
}
