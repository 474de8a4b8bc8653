/** Who does a special procedure: officers of the house by account or full name, none of them a party. */
import { Refused, sql, type Trx } from '#base';
import { allStaff, findSubject, organisationsOf, type StaffMember } from '#identity';
import type { Cx } from './cx.ts';
import { digestOfNumber } from './parties.ts';
import type { CaseRow } from './store.ts';

/** As a stop keeps them. */
export type Inspector = { account: string; subject: string; name: string };

const working: readonly string[] = ['clerk', 'reviewer', 'decider'];

/** Officers of the unit that has the case, or of one above it, who work on cases. */
export async function colleaguesOf(trx: Trx, c: Pick<CaseRow, 'unit_path'>): Promise<StaffMember[]> {
  const units = c.unit_path.split('/');
  return (await allStaff(trx)).filter((one) => !one.disabled && units.includes(one.unit)
    && one.roles.some((role) => working.includes(role)));
}

/** Refuses 400 `unknown-staff` for a name nobody (or more than one) has, 403 `party-staff` for a party. */
export async function inspectors(cx: Cx, trx: Trx, c: CaseRow, given: readonly string[]): Promise<Inspector[]> {
  const all = await colleaguesOf(trx, c);
  const found = new Map<string, Inspector>();
  for (const word of given) {
    const same = all.filter((one) => one.account === word || one.name === word || one.login === word);
    const [only, second] = same;
    if (!only || second) throw unknownStaff(word, second !== undefined);
    await noParty(cx, trx, c, only);
    found.set(only.account, { account: only.account, subject: only.subject, name: only.name });
  }
  return [...found.values()];
}

function unknownStaff(word: string, more: boolean): Refused {
  const name = [...word].slice(0, 50).join('');
  const message = more
    ? { zh: `有不止一位叫“${name}”的工作人员，请从名单里选`,
      en: `More than one officer is called ${name}: choose from the list` }
    : { zh: `本单位没有叫“${name}”的在岗工作人员，请从名单里选`,
      en: `No officer of this unit is called ${name}: choose from the list` };
  return new Refused('unknown-staff', 400, message, { fields: [{ at: 'staff', message }] });
}

/** 回避: whoever is named in the case, filed it or leads the applicant takes no part. */
async function noParty(cx: Cx, trx: Trx, c: CaseRow, one: StaffMember): Promise<void> {
  const person = await findSubject(trx, one.subject);
  const digest = person?.idNumber ? digestOfNumber(cx.secrets, person.idNumber) : '';
  const { rows } = await sql`select from cases.party where "case" = ${c.id} and number_digest = ${digest}`.execute(trx);
  const leads = c.subject_kind === 'organisation'
    && (await organisationsOf(trx, one.subject, cx.today)).includes(c.subject);
  const filed = c.channel === 'online' && c.filer === one.subject;
  if (c.subject !== one.subject && !filed && !leads && rows.length === 0) return;
  const message = {
    zh: `${one.name}是这件办件的当事人，应当回避，请换一位同事`,
    en: `${one.name} is a party of this case and must keep out: choose another colleague`,
  };
  throw new Refused('party-staff', 403, message, { fields: [{ at: 'staff', message }] });
}
