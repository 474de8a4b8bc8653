/** A small catalogue for tests: two items that share a dictionary, nothing of it law. */
import { parseCatalogue } from './parse.ts';
import type { Catalogue } from './catalogue.ts';
import type { Facts } from './facts.ts';
import type { Json } from '#rules';

/** Texts of the files, by path. */
export const FILES: Record<string, string> = {
  'fields/person.yaml': `
id: person
name: { zh: 个人信息, en: Person }
of: person
fields:
  - { id: name, name: { zh: 姓名, en: Name }, type: name, sensitivity: personal, source: register }
  - { id: birth, name: { zh: 出生日期, en: Date of birth }, type: date, sensitivity: personal,
      source: register }
  - { id: card, name: { zh: 银行账号, en: Bank account }, type: bank-account, sensitivity: sensitive,
      source: applicant }
  - id: street
    name: { zh: 居住街镇, en: Sub-district }
    type: choice
    options: { east: { zh: 东街, en: East }, west: { zh: 西街, en: West } }
    sensitivity: personal
    source: register
  - { id: nickname, name: { zh: 小名, en: Nickname }, type: text, sensitivity: personal,
      source: applicant }
`,
  'fields/organisation.yaml': `
id: organisation
name: 单位信息
of: organisation
fields:
  - { id: name, name: { zh: 名称, en: Name }, type: text, sensitivity: public, source: register }
  - { id: code, name: { zh: 统一社会信用代码 }, type: credit-code, sensitivity: public, source: register }
  - id: kind
    name: { zh: 资质, en: Kind }
    type: choice
    options: { troupe: 剧团, agency: 经纪机构, venue: 剧场 }
    sensitivity: public
    source: register
`,
  'fields/show.yaml': `
id: show
name: { zh: 演出, en: Show }
of: case
fields:
  - { id: title, name: { zh: 名称, en: Title }, type: text, max length: 20, sensitivity: public,
      source: applicant }
  - { id: day, name: { zh: 日期, en: Day }, type: date, sensitivity: public, source: applicant }
  - { id: seats, name: { zh: 座位数, en: Seats }, type: number, scale: 0, min: "0",
      sensitivity: public, source: applicant }
  - { id: note, name: { zh: 备注, en: Note }, type: text, sensitivity: public, source: applicant }
`,
  'materials/all.yaml': `
- { id: plan, name: { zh: 安保方案, en: Security plan }, how: upload, sensitivity: internal,
    source: applicant, law: { id: law-a, article: "20" } }
- { id: identity, name: { zh: 演员身份证, en: Identity card }, how: upload, sensitivity: personal,
    source: applicant, unsure: 样例 }
- { id: stage, name: { zh: 验收证明, en: Acceptance }, how: upload, sensitivity: internal,
    source: applicant, unsure: 样例 }
- { id: form, name: { zh: 申请表, en: Form }, how: made, sensitivity: internal, source: applicant,
    unsure: 样例 }
- { id: unused, name: 不用的材料, how: upload, sensitivity: internal, source: applicant, unsure: 样例 }
`,
  'licences/all.yaml': `
- id: permit
  name: { zh: 演出许可证, en: Permit }
  holder: organisation
  type code: "11310107000000000A001"
  number: 样〔{year}〕{serial}
  kind: permit
  attributes:
    - { id: title, name: 演出名称, type: text }
    - { id: credit-code, name: 统一社会信用代码, type: credit-code }
- id: business-licence
  name: { zh: 营业执照, en: Business licence }
  holder: organisation
  type code: "11310107000000000A002"
  number: "{serial}"
  kind: business-licence
  attributes:
    - { id: credit-code, name: 统一社会信用代码, type: credit-code }
- id: other
  name: 别的证
  holder: person
  type code: "11310107000000000A003"
  number: "{serial}"
  kind: permit
  attributes: []
`,
  'units/all.yaml': `
- { id: district, name: 样例区, kind: district, area: "310107", level: district }
- { id: bureau, name: { zh: 文旅局, en: Culture bureau }, kind: bureau, parent: district,
    area: "310107", level: district, phone: 021-10000001, complaints: 021-10000002 }
- { id: east, name: 东街中心, kind: community-centre, parent: district, area: "310107001",
    level: sub-district }
- { id: west, name: 西街中心, kind: community-centre, parent: district, area: "310107002",
    level: sub-district }
`,
  'sources/all.yaml': `
- { id: applicant, name: 申请人, department: 申请人, kind: applicant }
- { id: register, name: { zh: 登记数据, en: Register }, department: 市场监管, kind: register }
- { id: spare, name: 备用源, department: 备用, kind: register }
`,
  'laws/laws.yaml': `
- { id: law-a, name: 样例法, source: R1 }
- { id: law-b, name: 没人引用的法, source: R2 }
`,
  'laws/readings.yaml': `
- { id: R1, title: 样例法文本, kind: first-hand, on: 2026-11-22 }
- { id: R2, title: 另一文本, kind: address-only, on: 2026-11-22 }
`,
  'parameters/all.yaml': `
- id: least-age
  name: 最低年龄
  type: number
  unit: 岁
  values:
    - { value: "16", from: 2020-01-01, until: 2026-12-31, source: R1 }
    - { value: "18", from: 2027-01-01, source: R1 }
- id: spare-amount
  name: 备用金额
  type: money
  unit: 元
  values: [ { value: "1", from: 2020-01-01, source: R2 } ]
`,
  'items/show-permit.yaml': `
id: show-permit
name: { zh: 演出许可, en: Show permit }
summary: { zh: 在本区演出先办这个, en: For shows in the district }
code: { unsure: 样例 }
procedure: permit
type: "01"
audience: [organisation]
topics: [culture]
handled by: bureau
parties:
  企业: { id: company, role: applicant, kind: organisation }
  演员: { id: performer, kind: person, many: true }
uses: [show]
time: { statutory: { n: 20, unit: wd }, promised: { n: 3, unit: wd }, law: { id: law-a,
    article: "13" } }
fee: { amount: "0", law: { id: law-a, article: "58" } }
visits: { n: 0 }
asks:
  - { id: kind, name: 主体, ask: { zh: 您单位是哪一类, en: What kind are you }, from: 企业.资质 }
  - { id: build, name: 临时搭台, ask: { zh: 要不要搭台, en: Build a stage }, yes: { zh: 要搭建, en: Yes },
      no: { zh: 不搭建, en: No } }
  - { id: tall, name: 高台, ask: { zh: 高过两米吗, en: Over two metres }, when: 临时搭台 }
  - { id: local, name: 本区, ask: { zh: 在本区演吗, en: In the district } }
situations:
  - { id: plain, name: 一般, when: not(临时搭台) }
  - { id: built, name: 搭台, when: 临时搭台 }
conditions:
  - { id: here, name: { zh: 在本区, en: In the district }, holds: 本区, fix: 请到演出地所在区办理,
      law: { id: law-a, article: "13" } }
  - id: soon
    name: { zh: 提前三天, en: Three days ahead }
    holds: 日数(今天, 演出.日期) >= 3
    fix: 请改日期
    law: { id: law-a, article: "14" }
form:
  - section: show
    name: 演出
    fields:
      - 演出.名称
      - 演出.日期
      - { field: 演出.座位数, when: 主体 = "venue" }
      - { field: 演出.备注, required: false }
  - section: cast
    name: 演员
    fields: [ 演员.姓名, 演员.出生日期 ]
materials:
  - { material: form, unsure: 样例 }
  - { material: plan, when: 临时搭台 }
  - { material: stage, when: 高台, necessity: later }
  - { material: identity, each: 演员 }
review:
  - { id: title, name: 名称得当, on: 演出.名称, holds: 'not(contains(演出.名称, "全国"))', fix: 名称不要用“全国”,
      law: { id: law-a } }
  - { id: age, name: 年龄, on: 演员.出生日期, holds: "every p in 演员 satisfies 周岁(p.出生日期, 今天) >= 最低年龄",
      fix: 演员要满最低年龄, unsure: 样例 }
  - { id: code, name: 代码一致, on: plan, level: ask, holds: 营业执照.统一社会信用代码 = 企业.统一社会信用代码,
      fix: 请核对营业执照, unsure: 样例 }
steps:
  - { id: apply, name: 申请, who: 您, what: 填表 }
result: { licence: permit, valid: { n: 1, unit: year }, attributes: { title: 演出.名称,
    credit-code: 企业.统一社会信用代码 } }
knowledge: [ { q: 多久, a: 三天 } ]
`,
  'items/meal.yaml': `
id: meal
name: { zh: 助餐, en: Meals }
summary: { zh: 老人吃饭有优惠, en: Meals for the old }
code: { unsure: 样例 }
procedure: instant
type: "20"
audience: [person]
topics: [elderly]
handled by: { kind: community-centre, area of: 申请人.居住街镇 }
parties: { 申请人: { id: applicant, role: applicant, kind: person } }
time: { promised: { n: 0, unit: instant }, unsure: 样例 }
fee: { amount: "0", unsure: 样例 }
visits: { n: 0 }
conditions:
  - { id: old, name: 年满六十, holds: "周岁(申请人.出生日期, 今天) >= 60", fix: 满六十再来, unsure: 样例 }
form: [ { section: you, name: 您, fields: [ 申请人.姓名, 申请人.出生日期, 申请人.居住街镇 ] } ]
payment: { amount: if 申请人.居住街镇 = "east" then 100 else 80, every: month, to: 申请人.银行账号, unsure: 样例 }
steps: [ { id: apply, name: 申请, who: 您, what: 填表 } ]
`,
};

/** The example's files, with some texts changed: `[path, from, to]`. */
export function exampleFiles(
  ...changes: [string, string, string][]
): { path: string; text: string }[] {
  const files = { ...FILES };
  for (const [path, from, to] of changes) {
    const text = files[path];
    if (text === undefined || !text.includes(from)) throw new Error(`${path} has no “${from}”`);
    files[path] = text.replace(from, to);
  }
  return Object.entries(files).map(([path, text]) => ({ path, text }));
}

/** The example as a catalogue, with some texts changed. */
export function example(...changes: [string, string, string][]): Catalogue {
  return parseCatalogue(exampleFiles(...changes)).catalogue;
}

/** Facts the applicant states, from plain values (null is none). */
export function facts(values: Record<string, Json>): Facts {
  const on = '2026-11-22';
  return Object.fromEntries(
    Object.entries(values).map(([address, value]) => [
      address,
      value === null
        ? { state: 'none', source: 'applicant', grade: 'D', on }
        : { state: 'known', value, source: 'applicant', grade: 'D', on },
    ]),
  );
}
