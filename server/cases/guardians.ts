/** Who speaks for a child: asked of the register of guardians, never of what somebody types. */
import { Refused, type Db, type Trx } from '#base';
import { guardianship, readIdentityNumber, type Facts, type OpenItem } from '#graph';
import { findByNumber, findSubject } from '#identity';
import { childrenOf, guardiansOf } from '#sources';
import type { Cx } from './cx.ts';
import { digestOfNumber } from './parties.ts';

export type Child = { number: string; name: string; birth: string };

const grownUp = 18;

type Register = { id: string; columns: { guardian: string; child: string; name: string } };

function register(item: OpenItem): Register | undefined {
  const id = guardianship(item)?.guardian['guardian by'];
  const columns = id === undefined ? undefined : item.version.sources[id]?.guardians;
  return id !== undefined && columns ? { id, columns } : undefined;
}

/** A child as the page names it: nobody reads a number in it. */
export function childKey(cx: Pick<Cx, 'secrets'>, number: string): string {
  return digestOfNumber(cx.secrets, number).slice(0, 16);
}

/** The children this person is a guardian of today, by the item's register. */
export async function wardsOf(cx: Cx, db: Db | Trx, item: OpenItem, guardian: string): Promise<Child[]> {
  const from = register(item);
  const number = (await findSubject(db, guardian))?.idNumber;
  if (!from || !number) return [];
  return (await childrenOf(db, from.id, number)).flatMap((cells) => {
    const read = readIdentityNumber(cells[from.columns.child] ?? '');
    if ('problem' in read) return [];
    const until = `${Number(read.birth.slice(0, 4)) + grownUp}${read.birth.slice(4)}`;
    return cx.today < until ? [{ number: read.number, name: cells[from.columns.name] ?? '', birth: read.birth }] : [];
  });
}

/** The child as facts: who it is stands in the register and cannot be typed. */
export function childFacts(item: OpenItem, child: Child, today: string): Facts {
  const tie = guardianship(item);
  if (!tie) return {};
  const source = tie.guardian['guardian by'] ?? 'applicant';
  const fact = (value: string): Facts[string] => ({ state: 'known', value, source, grade: 'A', on: today });
  return {
    [`${tie.ward.id}.name`]: fact(child.name), [`${tie.ward.id}.id-number`]: fact(child.number),
    [`${tie.ward.id}.birth-date`]: fact(child.birth),
  };
}

/** Addresses that only the register fills in. */
export function childAddresses(item: OpenItem): string[] {
  const tie = guardianship(item);
  return tie ? ['name', 'id-number', 'birth-date'].map((field) => `${tie.ward.id}.${field}`) : [];
}

/** The number of the child these facts are about. */
export function wardNumber(item: OpenItem, facts: Facts): string | undefined {
  const tie = guardianship(item);
  const fact = tie && facts[`${tie.ward.id}.id-number`];
  return fact?.state === 'known' && typeof fact.value === 'string' ? fact.value : undefined;
}

/** Asked again at the filing. Refuses 403 `not-guardian`, in the same words whether there is such a child. */
export async function mustBeGuardian(
  cx: Cx, trx: Trx, item: OpenItem, of: { subject: string; facts: Facts },
): Promise<void> {
  if (!guardianship(item)) return;
  const number = wardNumber(item, of.facts);
  const children = await wardsOf(cx, trx, item, of.subject);
  if (children.some((child) => child.number === number)) return;
  throw notGuardian();
}

/** Who the child is cannot be typed. */
export function childFromRegister(): Refused {
  return new Refused('proved', 400, {
    zh: '孩子的姓名、证件号和出生日期来自监护关系登记，不能自己填。请从列出的孩子里选。',
    en: 'Who the child is comes from the register of guardians: choose one of the children listed.',
  });
}

export function notGuardian(): Refused {
  return new Refused('not-guardian', 403, {
    zh: '没有查到您是这个孩子的监护人。只有监护人能替孩子办；登记有误的，请带户口簿或出生证明到窗口。',
    en: 'The register does not name you as this child’s guardian. If that is wrong, bring the papers to a counter.',
  });
}

/** The other guardians of the child as people here; one never seen here is not told: the register has no names. */
export async function otherGuardians(
  trx: Trx, item: OpenItem, of: { subject: string; facts: Facts },
): Promise<string[]> {
  const from = register(item);
  const number = wardNumber(item, of.facts);
  if (!from || number === undefined) return [];
  const me = (await findSubject(trx, of.subject))?.idNumber;
  const rows = await guardiansOf(trx, { id: from.id, column: from.columns.child }, number);
  const numbers = rows.map((cells) => cells[from.columns.guardian] ?? '').filter((n) => n !== '' && n !== me);
  const known = await Promise.all(numbers.map((n) => findByNumber(trx as unknown as Db, n)));
  return known.flatMap((person) => (person ? [person.id] : []));
}
