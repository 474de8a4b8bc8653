/** Items whose result is an organisation: its name is free, and at issue it comes to exist, led by the applicant. */
import { Refused, type Calendar, type Db, type Trx } from '#base';
import { establishedName, type Facts, type OpenItem } from '#graph';
import { establishOrganisation, isNameTaken } from '#identity';
import type { Issue } from '#licences';
import type { Cx } from './cx.ts';
import type { CaseRow } from './store.ts';

type Named = { at: string; message: { zh: string; en: string } };

/** Words at the name's field where an organisation has that name; undefined where it is free. */
export async function nameFault(
  db: Db | Trx, { item, today, calendar }: { item: OpenItem; today: string; calendar: Calendar }, facts: Facts,
): Promise<Named | undefined> {
  const name = establishedName(item, facts, { today, calendar });
  if (name === undefined || !(await isNameTaken(db, name))) return undefined;
  return {
    at: item.establishes?.reads[0] ?? '',
    message: {
      zh: `“${name}”已经有单位用了。请重新申报一个名称，再把新的名称和申报编号填上。`,
      en: `“${name}” is the name of another organisation. Declare another name and enter it with its number.`,
    },
  };
}

/**
 * Nothing is granted that could not be issued.
 * @throws Refused 409 where the name was taken meanwhile
 */
export async function mustBeFree(cx: Cx, trx: Trx, { item, facts }: { item: OpenItem; facts: Facts }): Promise<void> {
  const fault = await nameFault(trx, { item, today: cx.today, calendar: cx.calendar }, facts);
  if (!fault) return;
  throw new Refused('name-taken', 409, {
    zh: '这个名称已经有单位用了，不能准予。请退回审查人员，写明理由后作不予决定；申请人也可以撤回，换名称再来。',
    en: 'Another organisation has this name: it cannot be granted. Send it back for a refusal with this reason; '
      + 'the applicant may also withdraw and come with another name.',
  });
}

/** The organisation that this case brings into being, led by the applicant; undefined for other items. */
export async function establishedBy(
  cx: Cx, trx: Trx, c: CaseRow, item: OpenItem,
): Promise<Issue['holder'] | undefined> {
  if (!item.establishes) return undefined;
  const name = establishedName(item, c.facts, { today: c.decided_on ?? cx.today, calendar: cx.calendar });
  if (name === undefined) {
    throw new Refused('facts-lacking', 409, {
      zh: '还不知道单位叫什么名称，不能制证。请核实名称后再制证。',
      en: 'The name of the organisation is not known yet. Check it and issue again.',
    });
  }
  const made = await establishOrganisation(trx, {
    name, representative: c.subject, area: c.area.slice(0, 6), by: cx.actor.id,
    case: { id: c.id, number: c.number },
  });
  return {
    subject: made.id, name: made.name, kind: 'organisation',
    ...(made.creditCode ? { creditCode: made.creditCode } : {}),
  };
}
