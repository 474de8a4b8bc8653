/** The wording of each paper: its template filled in from the act's content, the case and the item. */
import { Refused } from '#base';
import type { OpenItem } from '#graph';
import { paperNames, type PaperKind } from './paper-kinds.ts';
import { empty, marksOf, mayBeEmpty, places } from './paper-places.ts';
import { placesIn, templateNamed, type Part, type Template } from './paper-templates.ts';

export type PaperWords = {
  paragraphs: string[]; table?: { head?: string[]; rows: string[][] }; list?: string[]; closing?: string[];
};

type From = {
  kind: PaperKind; number: string; on_date: string; content: Record<string, unknown>; case_number: string;
  item_name: { zh: string }; subject_name?: string; unit_name?: { zh: string }; template?: string | null;
};

type Marks = Record<string, boolean>;

/** What the paper says. Refuses 409 `template-lacks` where a place of its template has nothing in it. */
export function paragraphsOf(p: From, item: OpenItem): PaperWords {
  const template = templateNamed(p.kind, p.template ?? null);
  const common: Record<string, string> = {
    filed: `您提交的“${p.item_name.zh}”申请（办件编号 ${p.case_number}）`, item: p.item_name.zh, number: p.case_number,
    applicant: p.subject_name ?? '', unit: p.unit_name?.zh ?? '',
  };
  const marks = marksFor(item.item, p.content);
  const value = (name: string) => common[name] ?? places[p.kind][name]?.(p.content);
  const words = (parts: readonly Part[]): string[] => parts.flatMap((part) => {
    if (part === 'remedies') return remedies(item);
    if (!holds(part, marks, value)) return [];
    const line = typeof part === 'string' ? part : part.text;
    return [line.replace(/\{([^{}]*)\}/g, (_, name: string) => String(value(name) ?? ''))];
  });
  mustFill(template, p.content, marks);
  const list = template.list === undefined ? undefined : value(template.list) as string[];
  const table = template.table === undefined ? undefined : value(template.table) as { name: string; how: string }[];
  return {
    paragraphs: words(template.paragraphs),
    ...(table ? { table: { head: ['收到的材料', '来源'], rows: table.map((m) => [m.name, m.how]) } } : {}),
    ...(list ? { list } : {}), closing: words(template.closing),
  };
}

/** 行政许可法 is cited for permits (type 01) only: other things go the permit's way and are none. */
function marksFor({ procedure, type }: { procedure: string; type: string }, content: Record<string, unknown>): Marks {
  const permit = procedure === 'permit' && type === '01';
  return {
    permit, instant: procedure === 'instant', monthly: content['every'] === 'month',
    registration: procedure === 'registration', deemed: content['deemed'] === true,
    allowance: !permit && procedure !== 'instant' && procedure !== 'registration',
  };
}

function holds(part: Part, marks: Marks, value: (name: string) => Parameters<typeof empty>[0]): boolean {
  if (typeof part === 'string') return true;
  const not = part.when.startsWith('not ');
  const name = part.when.replace(/^not /, '');
  const yes = marksOf.includes(name) ? marks[name] === true : !empty(value(name));
  return yes !== not;
}

/**
 * Every place that will be printed has something in it. Asked in the act's own transaction, before
 * anything is kept, and again when the paper is drawn. Refuses 409 `template-lacks` with what lacks.
 */
export function mustFill(t: Template, content: Record<string, unknown>, marks?: Marks): void {
  const kind = t.kind as PaperKind;
  const value = (name: string) => places[kind][name]?.(content);
  const printed = [...t.paragraphs, ...t.closing].filter((part) => (
    // Before the item is opened, what depends on its path is looked at when the paper is drawn.
    typeof part !== 'string' && marks === undefined && marksOf.includes(part.when.replace(/^not /, ''))
      ? false : holds(part, marks ?? {}, value)));
  const lacking = printed.flatMap((part) => placesIn(typeof part === 'string' ? part : part.text))
    .filter((name) => name in places[kind] && !(mayBeEmpty[kind] ?? []).includes(name) && empty(value(name)));
  if (lacking.length === 0) return;
  const names = [...new Set(lacking)].join('、');
  throw new Refused('template-lacks', 409, {
    zh: `${paperNames[kind].zh}的模板（${t.version}）要填“${names}”，这一步没有给出，文书不能做，这一步没有办。请系统管理员核对模板。`,
    en: `The template of “${paperNames[kind].en}” (${t.version}) wants “${names}”, which this step does not give. `
      + 'Nothing was done: ask the administrator to compare the template.',
  });
}

/** Review and lawsuit, as the item has them (行政许可法第三十八条). */
function remedies(item: OpenItem): string[] {
  const { remedies: r } = item.item;
  return r ? [r.review.zh, r.lawsuit.zh] : [];
}
