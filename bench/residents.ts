/**
 * A made-up population for the benches of rules: residents of 30 columns, each cell known, none or
 * unknown, and thirty policies written as a designer would. Every cell follows from the seed alone,
 * so that columns, PostgreSQL and closures see the same people.
 */
import type { Column, Layout } from '../rules/layout.ts';
import type { Name, Scope } from '../rules/index.ts';
import type { Value } from '../rules/values/values.ts';
import { shapeOf } from '../rules/language/names.ts';
import { Day, dayNumber } from '../rules/values/day.ts';
import { numberOf } from '../rules/values/number.ts';

/** The day the benches take for today. */
export const TODAY = '2026-11-22';

/** What is made: the columns, the names a policy may write, the policies, and every cell. */
export type Residents = {
  count: number;
  layout: Layout;
  scope: Scope;
  policies: { name: string; text: string }[];
  /** The value of a row (from 0) in a column (from 0, as in `layout`). */
  cell: (row: number, column: number) => Value;
};

/** How one column is made: its name, and a value from a number of [0, 1). */
type Made = {
  written: string;
  name: Name;
  none: number;
  unknown: number;
  value: (part: number) => Value;
};

type Type = Extract<Name, { kind: 'value' }>['type'];
type More = Partial<Pick<Extract<Name, { kind: 'value' }>, 'options' | 'range'>>;

const named = (id: string, type: Type, more: More = {}): Name => ({
  kind: 'value',
  address: `resident.${id}`,
  type,
  ...more,
});

function made(
  written: string,
  name: Name,
  missing: [none: number, unknown: number],
  value: (part: number) => Value,
): Made {
  return { written, name, none: missing[0], unknown: missing[1], value };
}

/** A choice: its options as `code 中文 weight`, parted by semicolons. */
function choice(written: string, id: string, missing: [number, number], options: string): Made {
  const rows = options.split(';').map((row) => row.trim().split(' '));
  const total = rows.reduce((sum, row) => sum + Number(row[2]), 0);
  const labels = Object.fromEntries(rows.map(([code = '', label = '']) => [code, label]));
  return made(written, named(id, 'choice', { options: labels }), missing, (part) => {
    let left = part * total;
    for (const [code, , weight] of rows) if ((left -= Number(weight)) < 0) return code;
    return rows[0]?.[0];
  });
}

/** A yes or no, yes with the probability given. */
function flag(written: string, id: string, yes: number, missing: [number, number]): Made {
  return made(written, named(id, 'boolean'), missing, (part) => part < yes);
}

/** A date between two years. */
function dated(
  written: string,
  id: string,
  years: [number, number],
  missing: [number, number],
): Made {
  const first = dayNumber(years[0], 1, 1);
  const days = dayNumber(years[1], 12, 31) - first + 1;
  const all = Array.from({ length: days }, (_, at) => new Day(first + at));
  return made(written, named(id, 'date'), missing, (part) => all[Math.floor(part * days)]);
}

type Ends = { max: number; decimals?: number; step?: number; low?: boolean };

/** A number from 0 to `max` in steps; `low`: small ones are likelier, as with incomes. */
function numbered(written: string, id: string, ends: Ends, missing: [number, number]): Made {
  const { max, decimals = 0, step = 1, low = false } = ends;
  const count = Math.floor(max / step);
  const values = Array.from({ length: count + 1 }, (_, at) => {
    return numberOf((at * step).toFixed(decimals)) ?? 0;
  });
  const range = { min: '0', max: String(max), decimals };
  return made(written, named(id, 'number', { range }), missing, (part) => {
    return values[Math.floor((low ? part * part : part) * (count + 1))];
  });
}

/** A text out of a list of so many. */
function texted(written: string, id: string, list: string[], missing: [number, number]): Made {
  return made(written, named(id, 'text'), missing, (part) => list[Math.floor(part * list.length)]);
}

const syllables = [...'安宝长东丰高海和华吉江康兰立明南平青荣三天文西新兴永玉园泽中'];
const streets = syllables
  .slice(0, 10)
  .flatMap((a) => syllables.slice(10, 22).map((b) => `${a}${b}街道`));
const trades = syllables.flatMap((a) => syllables.map((b) => `${a}${b}业`)).slice(0, 400);

const columns: Made[] = [
  dated('出生日期', 'birth', [1936, 2024], [0, 0.01]),
  choice('性别', 'sex', [0, 0.01], 'f 女 49;m 男 51'),
  choice(
    '户籍',
    'origin',
    [0, 0.02],
    'city 本市 60;province 本省外市 22;other 外省 17;abroad 境外 1',
  ),
  choice(
    '婚姻状况',
    'marriage',
    [0.01, 0.05],
    'single 未婚 30;married 已婚 56;divorced 离异 8;widowed 丧偶 6',
  ),
  choice(
    '文化程度',
    'education',
    [0.02, 0.06],
    'primary 小学 15;junior 初中 28;senior 高中 24;college 大专 15;bachelor 本科 14;master 硕士 3;doctor 博士 1',
  ),
  choice(
    '就业状态',
    'work',
    [0.01, 0.05],
    'hired 在职 52;self 灵活就业 14;jobless 失业 6;retired 退休 16;student 在校 12',
  ),
  choice(
    '区',
    'district',
    [0, 0.01],
    'd1 东城区 14;d2 西城区 12;d3 南山区 18;d4 北湖区 11;d5 江口区 16;d6 云岭区 9;d7 新桥区 13;d8 高新区 7',
  ),
  texted('街道', 'street', streets, [0, 0.02]),
  numbered('月收入', 'income', { max: 60_000, decimals: 2, step: 7.5, low: true }, [0.08, 0.06]),
  numbered(
    '家庭月收入',
    'household-income',
    { max: 120_000, decimals: 2, step: 12.5, low: true },
    [0.01, 0.08],
  ),
  numbered('家庭人口', 'household-size', { max: 8 }, [0, 0.04]),
  numbered('子女数', 'children', { max: 5, low: true }, [0.02, 0.04]),
  numbered('社保月数', 'insured-months', { max: 480, low: true }, [0.03, 0.05]),
  numbered('连续社保月数', 'insured-run', { max: 240, low: true }, [0.03, 0.05]),
  flag('参加医保', 'medical', 0.93, [0, 0.03]),
  flag('低保', 'relief', 0.06, [0, 0.03]),
  choice(
    '残疾等级',
    'disability',
    [0.88, 0.04],
    'one 一级 15;two 二级 20;three 三级 30;four 四级 35',
  ),
  choice(
    '残疾类别',
    'impairment',
    [0.88, 0.04],
    'sight 视力 20;hearing 听力 20;limbs 肢体 40;mind 智力 10;spirit 精神 10',
  ),
  flag('退役军人', 'veteran', 0.06, [0, 0.04]),
  flag('独居', 'alone', 0.2, [0.01, 0.07]),
  numbered('住房套数', 'homes', { max: 4, low: true }, [0.01, 0.06]),
  numbered('住房面积', 'home-area', { max: 300, decimals: 1, step: 0.5, low: true }, [0.06, 0.06]),
  dated('居住登记日期', 'registered', [2005, 2026], [0.3, 0.04]),
  dated('毕业日期', 'graduated', [1990, 2026], [0.25, 0.08]),
  dated('失业登记日期', 'jobless-since', [2023, 2026], [0.9, 0.03]),
  texted('行业', 'trade', trades, [0.2, 0.07]),
  choice(
    '技能等级',
    'skill',
    [0.6, 0.08],
    's5 初级工 30;s4 中级工 30;s3 高级工 25;s2 技师 10;s1 高级技师 5',
  ),
  numbered('积分', 'points', { max: 300 }, [0.4, 0.05]),
  flag('创业', 'founder', 0.12, [0.02, 0.06]),
  numbered(
    '志愿时长',
    'volunteered',
    { max: 2000, decimals: 1, step: 0.5, low: true },
    [0.3, 0.05],
  ),
];

const policies: [name: string, text: string][] = [
  ['高龄津贴', '周岁(出生日期, 今天) >= 75 and 户籍 = "本市" and 参加医保'],
  [
    '老年综合津贴',
    '周岁(出生日期, 今天) between 65 and 79 and 户籍 in ("本市", "本省外市") and 居住登记日期 != null',
  ],
  ['独居老人关爱', '周岁(出生日期, 今天) >= 60 and 独居 and 户籍 = "本市"'],
  [
    '托育补贴',
    '周岁(出生日期, 今天) between 22 and 45 and 子女数 in [1..3] and 家庭月收入 <= 20000 and 参加医保 and 就业状态 in ("在职", "灵活就业")',
  ],
  [
    '大学生就业补贴',
    '文化程度 in ("大专", "本科", "硕士", "博士") and 毕业日期 >= date("2010-07-01") and 周岁(出生日期, 今天) < 56 and 就业状态 != "在校"',
  ],
  [
    '青年人才租房',
    '文化程度 in ("本科", "硕士", "博士") and 周岁(出生日期, 今天) <= 45 and 住房套数 <= 1 and 连续社保月数 >= 6',
  ],
  [
    '公共租赁住房',
    '户籍 = "本市" and 住房套数 <= 1 and 住房面积 < 60.5 and 家庭月收入 < 3000 * 家庭人口 and not(低保 and 独居)',
  ],
  [
    '失业保险金',
    '就业状态 in ("失业", "灵活就业") and 社保月数 >= 12 and 周岁(出生日期, 今天) between 16 and 60',
  ],
  [
    '就业困难援助',
    '就业状态 in ("失业", "灵活就业") and (周岁(出生日期, 今天) >= 45 or 残疾等级 != null or 低保) and 户籍 = "本市" and 月收入 < 12000',
  ],
  [
    '灵活就业社保补贴',
    '就业状态 = "灵活就业" and 周岁(出生日期, 今天) between 18 and 60 and 社保月数 > 24 and 户籍 != "境外"',
  ],
  [
    '困难残疾人生活补贴',
    '残疾等级 in ("一级", "二级", "三级") and (低保 or 月收入 < 9000) and 户籍 in ("本市", "本省外市")',
  ],
  [
    '重度残疾人护理补贴',
    '残疾等级 in ("一级", "二级") and 残疾类别 in ("肢体", "智力", "精神", "视力")',
  ],
  [
    '临时救助',
    '家庭月收入 < 2500 * 家庭人口 and 住房套数 <= 1 and not(就业状态 = "在职") and 户籍 = "本市" and 月收入 < 9000',
  ],
  [
    '低收入家庭认定',
    '家庭月收入 <= 2600.50 * 家庭人口 and 住房面积 <= 120 and 住房套数 <= 1 and 户籍 in ("本市", "本省外市")',
  ],
  ['退役军人优待', '退役军人 and 户籍 != "境外" and 出生日期 < date("2008-11-22")'],
  [
    '退役军人创业扶持',
    '(退役军人 or 就业状态 = "失业") and 周岁(出生日期, 今天) between 18 and 55 and not(文化程度 = "小学")',
  ],
  [
    '创业担保贷款',
    '周岁(出生日期, 今天) between 18 and 60 and (创业 or 就业状态 = "灵活就业" or 退役军人) and 月收入 >= 2000 and ' +
      '区 in ("东城区", "南山区", "高新区", "江口区", "新桥区", "西城区")',
  ],
  [
    '技能提升补贴',
    '技能等级 in ("高级工", "技师", "高级技师") and 连续社保月数 >= 6 and 就业状态 in ("在职", "灵活就业")',
  ],
  [
    '高技能人才落户',
    '户籍 in ("外省", "本省外市") and (技能等级 in ("技师", "高级技师") or 文化程度 in ("硕士", "博士") or 积分 > 250) and 社保月数 >= 12',
  ],
  [
    '积分落户',
    '户籍 != "本市" and 积分 >= 120 and 社保月数 >= 36 and 居住登记日期 <= date("2020-01-01")',
  ],
  [
    '积分入学',
    '户籍 in ("外省", "本省外市") and 子女数 >= 1 and 积分 between 80 and 300 and 居住登记日期 < date("2023-09-01")',
  ],
  [
    '居住证办理',
    '户籍 in ("外省", "本省外市") and 居住登记日期 <= 今天 and 就业状态 in ("在职", "灵活就业", "在校") and 月收入 >= 3000.75 and 区 != "云岭区"',
  ],
  [
    '生育登记服务',
    '性别 = "女" and 周岁(出生日期, 今天) in [20..49] and 婚姻状况 = "已婚" and 子女数 < 3',
  ],
  [
    '妇女两癌筛查',
    '性别 = "女" and 出生日期.year between 1961 and 1991 and 街道 in (' +
      '"安丰街道", "安华街道", "宝江街道", "长明街道", "东平街道", "海康街道", "高立街道", "丰南街道") or ' +
      '性别 = "女" and 周岁(出生日期, 今天) between 45 and 55 and 参加医保',
  ],
  [
    '医疗救助',
    '参加医保 and (低保 or 残疾等级 = "一级" or 周岁(出生日期, 今天) >= 86) and 家庭月收入 <= 60000',
  ],
  ['志愿者礼遇', '志愿时长 >= 1000.5 and 参加医保 and is known(月收入)'],
  [
    '新业态从业者保障',
    '行业 in ("安安业", "安宝业", "安长业", "宝安业", "宝和业", "东江业", "东丰业", ' +
      '"高平业", "海新业", "和天业", "江南业", "康永业") and 就业状态 in ("灵活就业", "在职") or ' +
      '创业 and 连续社保月数 < 24 and 周岁(出生日期, 今天) < 55',
  ],
  [
    '保障房轮候',
    '住房套数 = 0 and 家庭月收入 - 月收入 < 30000 and 户籍 = "本市" and 居住登记日期 = null',
  ],
  [
    '失业人员培训',
    '(就业状态 = "失业" or 失业登记日期 > date("2024-11-22")) and (if 文化程度 = "小学" then 周岁(出生日期, 今天) < 50 else 周岁(出生日期, 今天) < 60)',
  ],
  [
    '学生资助',
    '就业状态 = "在校" and 周岁(出生日期, 今天) between 6 and 40 and (低保 or 家庭月收入 < 9000 * 家庭人口 or not(is known(家庭月收入)))',
  ],
];

/** A number of [0, 1) from seed, row and column (murmur3's finisher over both). */
function part(seed: number, row: number, column: number): number {
  let h = Math.imul(row ^ Math.imul(column + 1, 0x9e3779b1), 0x85ebca6b) ^ seed;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 4_294_967_296;
}

/** Residents by their number and a seed; nothing is stored, a cell is made when it is asked for. */
export function residents(count: number, seed: number): Residents {
  const names = Object.fromEntries(columns.map(({ written, name }) => [written, name]));
  const layout: Column[] = columns.map(({ name }) => ({
    address: name.address,
    shape: shapeOf(name),
  }));
  return {
    count,
    layout,
    scope: { names },
    policies: policies.map(([name, text]) => ({ name, text })),
    cell: (row, column) => {
      const { none, unknown, value } = columns[column] as Made;
      const at = part(seed, row, column);
      if (at < none) return null;
      if (at < none + unknown) return undefined;
      return value((at - none - unknown) / (1 - none - unknown));
    },
  };
}
