/**
 * What a guide must say before it may be published, beyond the schema: rules a city ran over its
 * guides, and ours that nothing is claimed without a law that was read or a plain "unsure".
 */
import type { Catalogue, CatalogueProblem, Kind } from './catalogue.ts';
import { nodeKinds, originOf } from './catalogue.ts';
import type { Path } from './origin.ts';
import { currentValue } from './parameters.ts';
import { handsOf } from './levels.ts';
import { addDays } from './period.ts';
import type { Basis, Duration, Item } from './schema.ts';
import { orderDecimals } from './values.ts';

type Tell = (path: Path, code: string, message: string) => void;
type Teller = { error: Tell; note: Tell };

/** Tells errors and notes at places of one node. */
export function tellerOf(
  catalogue: Catalogue,
  node: { kind: Kind; id: string },
  problems: CatalogueProblem[],
): Teller {
  const origin = originOf(catalogue, node.kind, node.id);
  const tell =
    (level: 'error' | 'note'): Tell =>
    (path, code, message) => {
      problems.push({ level, code, message, ...origin.at(path) });
    };
  return { error: tell('error'), note: tell('note') };
}

/** A period in working days, roughly, for comparing: 7 days are 5 working days. */
function inWorkdays({ n, unit }: Duration): number {
  const days = { instant: 0, 'half-wd': 0.5, wd: 1, d: 5 / 7, month: 21, year: 250 };
  return n * days[unit];
}

type Based = { [K in keyof Basis]?: Basis[K] | undefined };

/** A law that was read somewhere, or a plain "unsure". */
function rests(catalogue: Catalogue, basis: Based): boolean {
  if (basis.unsure !== undefined) return true;
  if (!basis.law) return false;
  const law = catalogue.laws[basis.law.id];
  return (basis.source ?? law?.source) !== undefined;
}

function lintBasis(catalogue: Catalogue, item: Item, tell: Teller): void {
  const need = (basis: Based, path: Path, what: string): void => {
    if (rests(catalogue, basis)) return;
    const fix = '请写 law 和 source（读过的出处），没有读到就写 unsure: 原因';
    tell.error(path, 'basis', `${what}没有依据：${fix}`);
  };
  need(item.time, ['time'], '办结时限');
  need(item.fee, ['fee'], '收费');
  if (item.promise) need(item.promise, ['promise'], '告知承诺');
  if (item.approval) need(item.approval, ['approval'], '审批层级');
  item.conditions.forEach((c, i) => need(c, ['conditions', i], `条件“${c.name.zh}”`));
  item.materials.forEach((m, i) => {
    const shared = catalogue.materials[m.material];
    const basis = m.law || m.unsure ? m : { law: shared?.law, unsure: shared?.unsure };
    need(basis, ['materials', i], `材料“${shared?.name.zh ?? m.material}”`);
  });
}

function lintTime(item: Item, { error }: Teller): void {
  const { statutory, promised } = item.time;
  if (statutory && inWorkdays(promised) > inWorkdays(statutory)) {
    error(['time', 'promised'], 'time', '承诺时限比法定时限长：承诺只能更短或一样');
  }
  const instant = ['instant', 'query', 'document', 'pass'].includes(item.procedure);
  if (promised.unit === 'instant' && !instant) {
    const fix = '请改成 procedure: instant，或写出几个工作日';
    error(['time', 'promised'], 'time', `承诺当场办结，程序却是 ${item.procedure}：${fix}`);
  }
}

/** 两集中两到位 and what may be promised: gaps are notes, what cannot work is an error. */
function lintApproval(item: Item, { error, note }: Teller): void {
  const hands = handsOf(item.procedure);
  const { approval, promise } = item;
  if (hands !== undefined && !approval) {
    note(['procedure'], 'approval', '没有写审批层级（approval：levels、office、centre、delegated）');
  }
  if (hands !== undefined && approval && approval.levels < hands) {
    error(['approval', 'levels'], 'approval',
      `写的是 ${approval.levels} 级审批，${item.procedure} 程序要 ${hands} 个人经手：请改层级，或改用更简的程序`);
  }
  if (approval && !approval.centre) note(['approval', 'centre'], 'approval', '审批没有集中到政务服务中心');
  if (approval && !approval.delegated) note(['approval', 'delegated'], 'approval', '没有向审批办充分授权');
  item.materials.forEach((m, i) => {
    if (m.within === undefined) return;
    if (m.necessity !== 'later') {
      error(['materials', i, 'within'], 'later', '只有 necessity: later 的材料才写几天内补交（within）');
    } else if (item.procedure === 'instant') {
      error(['materials', i, 'within'], 'later', '当场办结的事项没有容缺受理：请改成 required 或 optional');
    }
  });
  if (promise && !['permit', 'allowance'].includes(item.procedure)) {
    error(['promise'], 'promise', '告知承诺只用在 permit 和 allowance 程序');
  }
}

function lintItem(catalogue: Catalogue, item: Item, tell: Teller): void {
  const { error, note } = tell;
  lintBasis(catalogue, item, tell);
  lintTime(item, tell);
  lintApproval(item, tell);
  if (item.visits.n > 0 && !item.visits.reason) {
    error(['visits'], 'visits', '要到现场，就要写明必须到场的原因（reason）');
  }
  if (item.visits.n === 0 && item.visits.reason) {
    error(['visits', 'reason'], 'visits', '不用到现场，就不写到场原因：请删去 reason');
  }
  if (orderDecimals(item.fee.amount, '0') > 0 && !item.fee.law) {
    error(['fee'], 'fee', '收费的要写收费依据（law）');
  }
  if (item.procedure === 'permit') {
    if (item.knowledge.length < 1) error(['knowledge'], 'permit', '行政许可至少要有 1 条常见问题');
    if (item.steps.length < 5) {
      error(
        ['steps'],
        'permit',
        `行政许可至少要写 5 个环节（受理、审核、审批、办结、送达），现在 ${item.steps.length} 个`,
      );
    }
    if (!item.result) error(['procedure'], 'permit', '行政许可要有结果（result）');
    if (!item.remedies) error(['procedure'], 'permit', '行政许可要告知复议和诉讼（remedies）');
  }
  if (item.procedure === 'allowance' && !item.payment) {
    error(['procedure'], 'allowance', '发钱的事项要写发多少、发到哪里（payment）');
  }
  if (item.code.basic === undefined && item.code.unsure === undefined) {
    note(['code'], 'code', '没有基本编码，也没有写 unsure');
  }
}

/** Area code and number, as guides must give them. */
const TELEPHONE = /^0\d{2,3}-?\d{7,8}(-\d{1,6})?$/;

function lintUnits(catalogue: Catalogue, problems: CatalogueProblem[]): void {
  for (const unit of Object.values(catalogue.units)) {
    const { error } = tellerOf(catalogue, { kind: 'units', id: unit.id }, problems);
    for (const key of ['phone', 'complaints'] as const) {
      const number = unit[key];
      if (number !== undefined && !TELEPHONE.test(number)) {
        error([key], 'telephone', `电话 ${number} 要带区号，例如 021-62345678`);
      }
    }
    if (unit.phone !== undefined && unit.phone === unit.complaints) {
      error(['complaints'], 'telephone', '投诉电话不能和咨询电话相同');
    }
  }
}

function lintParameters(catalogue: Catalogue, today: string, problems: CatalogueProblem[]): void {
  for (const p of Object.values(catalogue.parameters)) {
    const { error, note } = tellerOf(catalogue, { kind: 'parameters', id: p.id }, problems);
    p.values.forEach((v, i) => {
      if (v.source === undefined && v.unsure === undefined) {
        error(['values', i], 'basis', `参数“${p.name.zh}”的这个数没有出处：请写 source 或 unsure`);
      }
      if (v.until !== undefined && v.until < v.from) {
        error(['values', i, 'until'], 'parameter', '结束日期在开始日期前面');
      }
    });
    const now = currentValue(p, today);
    const last = Math.max(0, p.values.length - 1);
    if (!now)
      error(
        ['values', last],
        'parameter',
        `参数“${p.name.zh}”在 ${today} 没有有效的数：请写新的一期`,
      );
    else if (now.until !== undefined && !currentValue(p, addDays(now.until, 1))) {
      if (now.until <= addDays(today, 60)) {
        note(['values', last], 'parameter', `参数“${p.name.zh}”到 ${now.until} 为止，后面还没有写`);
      }
    }
  }
}

function lintFields(catalogue: Catalogue, problems: CatalogueProblem[]): void {
  for (const group of Object.values(catalogue.groups)) {
    const { error } = tellerOf(catalogue, { kind: 'groups', id: group.id }, problems);
    group.fields.forEach((f, i) => {
      const chosen = f.type === 'choice' || f.type === 'choices';
      if (chosen && Object.keys(f.options ?? {}).length === 0) {
        error(['fields', i], 'field', `“${f.name.zh}”是选择题，要写 options`);
      }
      if (f.type === 'record' && (f.fields ?? []).length === 0) {
        error(['fields', i], 'field', `“${f.name.zh}”是一组内容，要写 fields`);
      }
    });
  }
}

/** A place to stand on that was only heard of: whoever cites it has to say that he is unsure. */
function lintReadings(catalogue: Catalogue, problems: CatalogueProblem[]): void {
  for (const law of Object.values(catalogue.laws)) {
    const reading = law.source === undefined ? undefined : catalogue.readings[law.source];
    if (reading?.kind !== 'address-only' || law.unsure !== undefined) continue;
    const { note } = tellerOf(catalogue, { kind: 'laws', id: law.id }, problems);
    note(['source'], 'reading', `出处 ${reading.id} 只知道地址，没有读过：请写 unsure`);
  }
}

/** Prose that has Chinese and no English, counted. */
export function withoutEnglish(node: unknown): number {
  if (Array.isArray(node)) return node.reduce((n: number, v) => n + withoutEnglish(v), 0);
  if (typeof node !== 'object' || node === null) return 0;
  const own = 'zh' in node && !('en' in node && node.en !== undefined) ? 1 : 0;
  return Object.values(node).reduce((n: number, v) => n + withoutEnglish(v), own);
}

function lintEnglish(catalogue: Catalogue, problems: CatalogueProblem[]): void {
  for (const kind of nodeKinds) {
    for (const [id, node] of Object.entries(catalogue[kind])) {
      const n = withoutEnglish(node);
      if (n === 0) continue;
      const { note } = tellerOf(catalogue, { kind, id }, problems);
      note(['name'], 'english', `${id} 有 ${n} 处没有英文`);
    }
  }
}

/** All rules that need no proof. `today` decides which amounts hold. */
export function lint(catalogue: Catalogue, today: string): CatalogueProblem[] {
  const problems: CatalogueProblem[] = [];
  for (const item of Object.values(catalogue.items)) {
    lintItem(catalogue, item, tellerOf(catalogue, { kind: 'items', id: item.id }, problems));
  }
  lintUnits(catalogue, problems);
  lintParameters(catalogue, today, problems);
  lintFields(catalogue, problems);
  lintReadings(catalogue, problems);
  lintEnglish(catalogue, problems);
  return problems;
}
