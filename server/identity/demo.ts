/**
 * Accounts of the demonstration: fictional people with one public password. Their identity numbers
 * begin with 310199, an area code that no district has, so none was ever issued; companies carry
 * 样张 in their names and XN in their codes, phones the range 154, which no operator has.
 */
import { shanghaiDate, addMonths, type Db, type Trx } from '#base';
import { creditCheck, identityCheck, organisationCheck } from '#graph';
import type { StaffRole } from './actor.ts';
import { findOrMakePerson } from './find-or-make-person.ts';
import { hashPassword, type Hashed } from './password.ts';
import {
  findByNumber,
  hasRepresentative,
  insertCitizen,
  insertMandate,
  insertRepresentative,
  record,
  upsertOrganisation,
  type Subject,
} from './store.ts';
import { allStaff, allUnits, hasCitizenAccount, insertStaff } from './store-staff.ts';

/** The one password of all demonstration accounts. */
export const demoPassword = 'bantuo-demo-2026';

const demoNumber = (digits: string): string => {
  const body = `310199${digits}`;
  return body + identityCheck(body);
};

const demoCode = (digits: string): string => {
  const organisation = `MAXN${digits}`;
  const body = `91310107${organisation}${organisationCheck(organisation)}`;
  return body + creditCheck(body);
};

export type DemoPerson = { name: string; idNumber: string; phone: string; what: string };

/** Citizens of the stories, by what they are in them. 李阿公 has no account: he walks in. */
export const demoPeople = {
  senior: {
    name: '王桂芳',
    idNumber: demoNumber('19440101002'),
    phone: '15400000001',
    what: '82 岁，申请老年助餐',
  },
  neighbour: {
    name: '李阿公',
    idNumber: demoNumber('19410202003'),
    phone: '15400000002',
    what: '85 岁，没有账号，到窗口办',
  },
  representative: {
    name: '陈立',
    idNumber: demoNumber('19800303005'),
    phone: '15400000003',
    what: '样张半马苏河文化传播有限公司的法定代表人',
  },
  agent: {
    name: '王琳',
    idNumber: demoNumber('19900404002'),
    phone: '15400000004',
    what: '受陈立授权，替公司办营业性演出许可',
  },
  bathHouse: {
    name: '周海',
    idNumber: demoNumber('19750505007'),
    phone: '15400000005',
    what: '样张清泉浴室有限公司的法定代表人',
  },
  disabled: {
    name: '赵平',
    idNumber: demoNumber('19850606009'),
    phone: '15400000006',
    what: '申请残疾人补贴',
  },
  bride: {
    name: '林晓',
    idNumber: demoNumber('19960215003'),
    phone: '15400000007',
    what: '准备结婚，约婚前保健',
  },
  groom: {
    name: '吴桐',
    idNumber: demoNumber('19950808004'),
    phone: '15400000008',
    what: '准备结婚，在自己的手机上同意',
  },
  mother: {
    name: '何敏',
    idNumber: demoNumber('19930717002'),
    phone: '15400000009',
    what: '罗小满（2024 年 3 月生）的母亲，登记幼儿园',
  },
  father: {
    name: '罗成',
    idNumber: demoNumber('19920911006'),
    phone: '15400000010',
    what: '罗小满的父亲，也看得到登记',
  },
  otherParent: {
    name: '郑悦',
    idNumber: demoNumber('19910320005'),
    phone: '15400000011',
    what: '郑小雨（2023 年 11 月生）的母亲，登记期结束了才来',
  },
  restaurant: {
    name: '刘芳',
    idNumber: demoNumber('19820412006'),
    phone: '15400000012',
    what: '样张好味餐饮管理有限公司的法定代表人，食品经营许可证快到期了',
  },
} as const satisfies Record<string, DemoPerson>;

/** Children of the demonstration: no accounts; who speaks for them stands in the register of guardians. */
export const demoChildren = {
  luo: { name: '罗小满', idNumber: demoNumber('20240301002'), birth: '2024-03-01' },
  zheng: { name: '郑小雨', idNumber: demoNumber('20231110004'), birth: '2023-11-10' },
} as const;

/** Organisations of the stories. */
export const demoOrganisations = {
  performance: { name: '样张半马苏河文化传播有限公司', creditCode: demoCode('0001') },
  bathHouse: { name: '样张清泉浴室有限公司', creditCode: demoCode('0002') },
  restaurant: { name: '样张好味餐饮管理有限公司', creditCode: demoCode('0003') },
} as const;

type DemoOfficer = {
  login: string;
  name: string;
  unit: string;
  roles: StaffRole[];
  /** Digits of his number where they are not told by his place in the list. */
  digits?: string;
};

const offices: [prefix: string, unit: string, names: [string, string, string]][] = [
  ['culture', 'culture-tourism-bureau', ['陈静', '陈明', '顾文']],
  ['health', 'health-commission', ['林悦', '林森', '何康']],
  ['civil', 'civil-affairs-bureau', ['孙洁', '孙立', '钱民']],
  ['changfeng', 'changfeng-community-centre', ['吴梅', '吴涛', '郑和']],
  ['zhenru', 'zhenru-community-centre', ['徐兰', '徐刚', '马真']],
];

/** Offices that came later: their numbers count on from 206, so that nobody before them gets another. */
const laterOffices: typeof offices = [
  ['market', 'market-regulation-bureau', ['卢萍', '卢平', '唐正']],
  ['employment', 'employment-centre', ['高菲', '高飞', '罗定']],
  ['maternity', 'maternal-health-centre', ['苗青', '苗清', '白露']],
  ['insurance', 'medical-insurance-bureau', ['夏晴', '夏青', '冯安']],
];

const duties = ['clerk', 'reviewer', 'decider'] as const;

/** Officers of the stories: clerk, reviewer, decider for each office, five for the district. */
export const demoStaff: readonly DemoOfficer[] = [
  ...offices.flatMap(([prefix, unit, [clerk, reviewer, decider]]): DemoOfficer[] => [
    { login: `${prefix}.clerk`, name: clerk, unit, roles: ['clerk'] },
    { login: `${prefix}.reviewer`, name: reviewer, unit, roles: ['reviewer'] },
    { login: `${prefix}.decider`, name: decider, unit, roles: ['decider'] },
  ]),
  { login: 'supervisor', name: '杜督', unit: 'putuo-district', roles: ['supervisor'] },
  { login: 'designer', name: '方图', unit: 'data-bureau', roles: ['designer'] },
  // Three persons: keeps accounts; gives roles and keeps sign-in safe; reads what all of them did.
  { login: 'system', name: '管理', unit: 'putuo-district', roles: ['system-administrator'] },
  {
    login: 'security',
    name: '安平',
    unit: 'putuo-district',
    roles: ['security-administrator'],
    digits: '19870101201',
  },
  {
    login: 'audit',
    name: '纪明',
    unit: 'putuo-district',
    roles: ['audit-administrator'],
    digits: '19870101202',
  },
  {
    login: 'education.clerk',
    name: '施文',
    unit: 'education-bureau',
    roles: ['clerk'],
    digits: '19870101203',
  },
  {
    login: 'education.reviewer',
    name: '施雅',
    unit: 'education-bureau',
    roles: ['reviewer'],
    digits: '19870101204',
  },
  {
    login: 'education.decider',
    name: '方园',
    unit: 'education-bureau',
    roles: ['decider'],
    digits: '19870101205',
  },
  ...laterOffices.flatMap(([prefix, unit, names], at) =>
    duties.map((duty, n): DemoOfficer => ({
      login: `${prefix}.${duty}`,
      name: names[n] ?? '',
      unit,
      roles: [duty],
      digits: `19870101${206 + at * 3 + n}`,
    })),
  ),
];

/** Community centres without officers of their own in the list get one clerk each. */
function clerksOf(units: readonly { id: string; kind: string }[]): DemoOfficer[] {
  const taken = new Set(demoStaff.map(({ unit }) => unit));
  return units
    .filter(({ id, kind }) => kind === 'community-centre' && !taken.has(id))
    .map(({ id }) => ({
      login: `${id.replace('-community-centre', '')}.clerk`,
      name: '窗口样张',
      unit: id,
      roles: ['clerk' as const],
    }));
}

/**
 * Makes what is missing of the demonstration: safe to run at every start. Needs the units.
 * @param today YYYY-MM-DD; the mandate runs a year from it
 * @returns how many accounts were made
 */
export async function makeDemo(db: Db, today = shanghaiDate(new Date())): Promise<number> {
  const there = new Set((await allStaff(db)).map(({ login }) => login));
  const units = await allUnits(db);
  const known = new Set(units.map(({ id }) => id));
  // A demonstration begun before there were three has the first under another login.
  if (there.has('administrator')) there.add('system');
  const numbered = demoStaff.filter(({ digits }) => digits === undefined);
  const apart = demoStaff.filter(({ digits }) => digits !== undefined);
  const staff = [...numbered, ...clerksOf(units), ...apart]
    .map((officer, n) => ({ ...officer, n }))
    .filter(({ login, unit }) => !there.has(login) && known.has(unit));
  const citizens: DemoPerson[] = [];
  for (const person of Object.values(demoPeople)) {
    const walksIn = person === demoPeople.neighbour;
    if (!walksIn && !(await hasCitizenAccount(db, person.idNumber))) citizens.push(person);
  }
  if (staff.length + citizens.length === 0) return 0;
  // One public password, one hash: hashing it for each would only make the first start slower.
  const kept = await hashPassword(demoPassword);
  await db.transaction().execute(async (trx) => {
    for (const officer of staff) await makeOfficer(trx, officer, kept);
    for (const person of citizens) await makeCitizen(trx, person, kept);
    await makeOrganisations(trx, today);
  });
  return staff.length + citizens.length;
}

/** Are there accounts of the demonstration, whose password is public? */
export async function hasDemo(db: Db): Promise<boolean> {
  for (const person of Object.values(demoPeople)) {
    if (await hasCitizenAccount(db, person.idNumber)) return true;
  }
  return false;
}

async function makeOfficer(
  trx: Trx,
  officer: DemoOfficer & { n: number },
  kept: Hashed,
): Promise<void> {
  const { login, name, unit, roles, n } = officer;
  const day = String((n % 28) + 1).padStart(2, '0');
  const digits = officer.digits ?? `198801${day}${String(101 + n).padStart(3, '0')}`;
  const idNumber = demoNumber(digits);
  const person = await findOrMakePerson(trx, { name, idNumber, proofing: 'staff' });
  const account = await insertStaff(trx, { subject: person.id, login, unit, roles, kept });
  await record(trx, { by: 'demo', what: 'staff.added', about: account, details: { login, unit } });
}

async function makeCitizen(trx: Trx, given: DemoPerson, kept: Hashed): Promise<void> {
  const { name, idNumber, phone } = given;
  const person = await findOrMakePerson(trx, { name, idNumber, phone, proofing: 'demo' });
  const account = await insertCitizen(trx, person.id, kept);
  await record(trx, {
    by: 'demo',
    what: 'account.registered',
    about: person.id,
    details: { account },
  });
}

async function makeOrganisations(trx: Trx, today: string): Promise<void> {
  const { performance, bathHouse, restaurant } = demoOrganisations;
  const lead = await person(trx, demoPeople.representative);
  const made = await organisation(trx, performance, lead);
  await organisation(trx, bathHouse, await person(trx, demoPeople.bathHouse));
  await organisation(trx, restaurant, await person(trx, demoPeople.restaurant));
  if (!made) return;
  const { name, idNumber } = demoPeople.agent;
  const mandate = await insertMandate(trx, {
    organisation: made,
    agentName: name,
    agentIdNumber: idNumber,
    items: ['commercial-performance'],
    from: today,
    until: addMonths(today, 12),
    givenBy: lead.id,
  });
  await record(trx, { by: 'demo', what: 'mandate.given', about: mandate });
}

async function person(trx: Trx, given: DemoPerson): Promise<Subject> {
  const found = await findByNumber(trx, given.idNumber);
  if (!found) throw new Error(`演示人员 ${given.name} 没有建成`);
  return found;
}

/** Adds the organisation with its representative; undefined where it was there. */
async function organisation(
  trx: Trx,
  given: { name: string; creditCode: string },
  lead: Subject,
): Promise<string | undefined> {
  const { id } = await upsertOrganisation(trx, given);
  if (await hasRepresentative(trx, id)) return undefined;
  await insertRepresentative(trx, id, lead.id);
  await record(trx, {
    by: 'demo',
    what: 'organisation.added',
    about: id,
    details: { representative: lead.id },
  });
  return id;
}

/** The accounts in words, for the start and `bantuo demo`. */
export function demoText(): string {
  const people = Object.values(demoPeople).map(
    ({ name, phone, idNumber, what }) => `  ${name}　手机 ${phone}　身份证 ${idNumber}　${what}`,
  );
  const staff = demoStaff.map(
    ({ login, name, unit, roles }) => `  ${login.padEnd(20)} ${name}　${unit}　${roles.join('、')}`,
  );
  return [
    `演示账号（全是虚构的人），密码都是 ${demoPassword}`,
    '市民（用手机号或身份证号登录）：',
    ...people,
    '工作人员（工作台）：',
    ...staff,
  ].join('\n');
}
