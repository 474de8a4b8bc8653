/** Templates of the statutory papers: data of catalogue/templates, in versions, checked before use. */
import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { Refused, root } from '#base';
import { paperKinds, paperNames, type PaperKind } from './paper-kinds.ts';
import { marksOf, places } from './paper-places.ts';

const part = z.union([z.string().min(1), z.strictObject({ when: z.string().min(1), text: z.string().min(1) })]);
const template = z.strictObject({
  kind: z.enum(paperKinds), version: z.string().regex(/^[0-9a-z.]+$/), from: z.iso.date(),
  mark: z.string().min(1).max(4),
  paragraphs: z.array(part).min(1), table: z.string().optional(), list: z.string().optional(),
  closing: z.array(part).default([]), source: z.string().optional(), unsure: z.string().optional(),
});
const prefix = z.strictObject({ unit: z.string(), prefix: z.string().min(1).max(12) });

export type Template = z.output<typeof template>;
export type Part = Template['paragraphs'][number];

/** The places a text names, in their order. */
export function placesIn(text: string): string[] {
  return [...text.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name);
}

const textOf = (p: Part): string => (typeof p === 'string' ? p : p.text);

/** Everything wrong with templates, in words for who writes them; empty when they can be used. */
export function templateFaults(templates: readonly Template[]): string[] {
  const faults: string[] = [];
  const seen = new Set<string>();
  for (const t of templates) {
    const at = `${t.kind}@${t.version}`;
    if (seen.has(at)) faults.push(`${at}：这个版本写了两次，请换一个版本号`);
    seen.add(at);
    const known = [...Object.keys(places[t.kind]), 'filed', 'item', 'number', 'applicant', 'unit'];
    for (const p of [...t.paragraphs, ...t.closing]) {
      for (const name of placesIn(textOf(p))) {
        if (!known.includes(name)) faults.push(`${at}：没有“${name}”这一栏，这类文书有的是 ${known.join('、')}`);
      }
      if (/[{}]/.test(textOf(p).replace(/\{[^{}]*\}/g, ''))) faults.push(`${at}：花括号没有成对：${textOf(p).slice(0, 20)}`);
      const when = typeof p === 'string' ? undefined : p.when.replace(/^not /, '');
      if (when !== undefined && !known.includes(when) && !marksOf.includes(when)) {
        faults.push(`${at}：不认识的条件“${when}”`);
      }
    }
    for (const name of [t.list, t.table].filter((n) => n !== undefined)) {
      if (!known.includes(name)) faults.push(`${at}：没有“${name}”这一栏，不能列出来`);
    }
  }
  for (const kind of paperKinds) {
    if (!templates.some((t) => t.kind === kind)) faults.push(`${kind}（${paperNames[kind].zh}）：没有模板`);
  }
  return faults;
}

/** Reads templates from a YAML text. Throws Error with all faults, in words. */
export function readTemplates(text: string): Template[] {
  const read = z.array(template).safeParse(parse(text));
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new Error(`文书模板写法有误：${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`);
  }
  const faults = templateFaults(read.data);
  if (faults.length > 0) throw new Error(`文书模板有 ${faults.length} 处错误：\n${faults.join('\n')}`);
  return read.data;
}

type Kept = { templates: Template[]; prefixes: Map<string, string> };
let kept: Kept | undefined;

/** Those of this installation, read once. Throws Error with words where they cannot be used. */
export function paperTemplates(): Kept {
  if (kept) return kept;
  const read = (name: string): string => fs.readFileSync(path.join(root, 'catalogue/templates', name), 'utf8');
  const prefixes = z.array(prefix).parse(parse(read('numbers.yaml')));
  kept = {
    templates: readTemplates(read('papers.yaml')),
    prefixes: new Map(prefixes.map((p) => [p.unit, p.prefix])),
  };
  return kept;
}

/** The template of a kind in force on a day. */
export function templateOn(kind: PaperKind, day: string, from = paperTemplates().templates): Template {
  const found = from.filter((t) => t.kind === kind && t.from <= day).toSorted((a, b) => (a.from < b.from ? 1 : -1))[0];
  if (!found) {
    throw new Refused('no-template', 409, {
      zh: `${paperNames[kind].zh}还没有生效的模板，这一步不能办。请系统管理员补上模板。`,
      en: `There is no template of “${paperNames[kind].en}” in force, so this cannot be done. `
        + 'Ask the administrator for one.',
    });
  }
  return found;
}

/** The template a paper was made by; without a name the first of its kind. */
export function templateNamed(kind: PaperKind, name: string | null): Template {
  const all = paperTemplates().templates.filter((t) => t.kind === kind);
  const found = name === null ? all[0] : all.find((t) => templateName(t) === name);
  if (!found) throw new Error(`no template ${name ?? kind}`);
  return found;
}

export const templateName = (t: Template): string => `${t.kind}@${t.version}`;

/** How numbers of papers begin in a unit: its own prefix, else that of the nearest unit above. */
export function prefixOf(unitPath: string): string {
  const { prefixes } = paperTemplates();
  const units = unitPath.split('/').filter((unit) => unit !== '').toReversed();
  return units.map((unit) => prefixes.get(unit)).find((p) => p !== undefined) ?? '样';
}
