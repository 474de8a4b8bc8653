/** `bantuo guide ITEM [FACTS.json]`: the guide of an item, from the files. */
import fs from 'node:fs';
import path from 'node:path';
import {
  assemble,
  guide as guideOf,
  open,
  parseCatalogue,
  type Catalogue,
  type Guide,
  type Text,
} from '#graph';
import type { Json } from '#rules';
import { makeCalendar, makeClock, Refused, root } from '#base';
import { mustReadFacts, problemLine, readFiles, sha256 } from '#catalogue';

type Options = { json?: boolean; today?: string; catalogue?: string };

const verdicts = {
  true: '✓ 符合',
  false: '✗ 不符合',
  none: '– 无从核对',
  unknown: '? 待定',
} as const;
const needs = { yes: '要交', no: '不用', unknown: '待定' } as const;
const states = { answered: '已答', next: '先问', open: '待问', dead: '不用问' } as const;

function read(folder: string): Catalogue {
  const { catalogue, problems } = parseCatalogue(readFiles(folder));
  const errors = problems.filter((p) => p.level === 'error');
  if (errors.length === 0) return catalogue;
  const lines = errors.slice(0, 10).map((p) => problemLine(folder, p));
  throw new Error(`事项目录有 ${errors.length} 处错误，请先改好：\n${lines.join('\n')}`);
}

function itemId(catalogue: Catalogue, wanted: string): string {
  if (Object.hasOwn(catalogue.items, wanted)) return wanted;
  const named = Object.values(catalogue.items).find(
    (i) => i.name.zh === wanted || i.aliases.includes(wanted),
  );
  if (named) return named.id;
  const all = Object.values(catalogue.items).map((i) => `  ${i.id}  ${i.name.zh}`);
  throw new Error(`没有“${wanted}”这个事项。现有的事项：\n${all.join('\n')}`);
}

function readGiven(file: string | undefined): Record<string, Json | null> {
  if (file === undefined) return {};
  let value: unknown;
  try {
    value = JSON.parse(fs.readFileSync(file === '-' ? 0 : file, 'utf8'));
  } catch (error) {
    throw new Error(`读不了 ${file}：${(error as Error).message}。请给一个 JSON 文件。`);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, Json | null>;
  }
  throw new Error(
    `${file} 应是一个对象，例如 {"ask.foreign": false, "performance.audience": "300"}。`,
  );
}

function asksOf(guide: Guide): string[] {
  return guide.asks.map((ask) => {
    const chosen = ask.options.find((o) => o.value === ask.value)?.label.zh;
    const answer = ask.value === undefined ? '' : `：${chosen ?? String(ask.value ?? '没有')}`;
    return `  [${states[ask.state]}] ${ask.ask.zh}${answer}   (${ask.address})`;
  });
}

function materialsOf(guide: Guide): string[] {
  return guide.materials.map((m) => {
    const count = m.count !== null && m.count > 1 ? ` × ${m.count}` : '';
    const instead = m.instead ? `（有${m.instead.name.zh}的不用传）` : '';
    const later =
      m.necessity === 'required' ? '' : m.necessity === 'later' ? '，可以后补' : '，选交';
    return `  [${needs[m.needed]}${later}] ${m.name.zh}${count}${instead}：${m.reason.zh}`;
  });
}

const units = {
  wd: '个工作日',
  'half-wd': '个半工作日',
  d: '天',
  month: '个月',
  year: '年',
} as const;

function durationOf({ n, unit }: Guide['time']['promised']): string {
  return unit === 'instant' ? '当场' : `${n} ${units[unit]}`;
}

function printed(guide: Guide): string {
  const section = (title: string, lines: string[]): string[] =>
    lines.length > 0 ? ['', title, ...lines] : [];
  const why = (t: Text): string => t.zh;
  return [
    `${guide.name.zh}（${guide.item}，${guide.asOf}）`,
    `承诺 ${durationOf(guide.time.promised)} · 收费 ${guide.fee.amount} 元 · ` +
      `跑 ${guide.visits.n} 次 · 办理机构 ${guide.unit?.name.zh ?? '看您住在哪里'}`,
    ...section(`问题（还要答 ${guide.remaining} 个）`, asksOf(guide)),
    ...section(
      '情形',
      guide.situations.map((s) => `  ${verdicts[s.verdict]} ${s.name.zh}`),
    ),
    ...section(
      '条件',
      guide.conditions.flatMap((c) => [
        `  ${verdicts[c.verdict]} ${c.name.zh}：${why(c.reason)}`,
        ...(c.verdict === 'false' ? [`      ${c.fix.zh}`] : []),
        ...(c.basis.unsure ? [`      以窗口答复为准：${c.basis.unsure.zh}`] : []),
      ]),
    ),
    ...section('材料', materialsOf(guide)),
    ...section(
      '表单',
      guide.form.map(
        (s) =>
          `  ${s.name.zh}：${s.fields.map((f) => f.name.zh + (f.required ? '' : '（选填）')).join('、')}`,
      ),
    ),
    ...section('结果', guide.result ? [`  ${guide.result.name.zh}`] : []),
    ...(guide.payment
      ? [
          `  每${guide.payment.every === 'month' ? '月' : '次'}发 ${guide.payment.amount ?? '（待定）'} 元`,
        ]
      : []),
  ].join('\n');
}

/**
 * Prints the guide of an item (id, name or alias) for the facts in a file (`-`: standard input).
 * @throws Error with clear words where item, file, facts or date are wrong
 */
export function guide(item: string, file: string | undefined, options: Options): void {
  const catalogue = read(path.resolve(options.catalogue ?? path.join(root, 'catalogue')));
  const { version, hash } = assemble(catalogue, itemId(catalogue, item), sha256);
  const calendar = makeCalendar();
  const today = options.today ?? makeClock().today();
  // An impossible date is told in the calendar's words.
  calendar.isWorkday(today);
  const ready = open(version, hash);
  try {
    const facts = mustReadFacts(ready, readGiven(file), { today, attributes: true });
    const made = guideOf(ready, facts, { today, calendar });
    process.stdout.write(`${options.json ? JSON.stringify(made, null, 2) : printed(made)}\n`);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const lines = (error.fields ?? []).map((f) => `  ${f.at}：${f.message}`);
    throw new Error([error.message, ...lines].join('\n'), { cause: error });
  }
}
