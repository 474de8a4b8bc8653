/** Asks another unit for its opinion; that unit sees what it was shown, while it is asked, and answers. */
import crypto from 'node:crypto';
import { z } from 'zod';
import { dueDate, light, notThere, Refused, shanghaiTime, sql } from '#base';
import { openVersion } from '#catalogue';
import { look } from '#facts';
import { formOf, type FormSection, type Facts, type OpenItem } from '#graph';
import { findUnit } from '#identity';
import { act, actInput, actOutput, written } from './act.ts';
import type { Cx } from './cx.ts';
import { docOutput, docView } from './draft-view.ts';
import {
  answerOpinion, findAsked, insertOpinion, listAsked, opinionsOf, type AskedOpinion, type OpinionRow,
} from './opinion-store.ts';
import { textOutput } from './rows.ts';
import { documentsOf } from './store.ts';

export const askOpinionInput = z.object({
  ...actInput,
  unit: z.string().min(1, '请选要征求意见的单位').max(100),
  question: written(4, 1000, '请写清楚要对方答复什么'),
  /** Working days for the answer. */
  days: z.number().int().min(1, '至少 1 个工作日').max(30, '最多 30 个工作日').default(5),
  /** Sections of the form and materials the asked unit may see. */
  shares: z.array(z.string().max(100)).max(100).default([]),
});
export const opinionOutput = actOutput;

/** Refuses 400 `no-unit`, `unknown-share`, 409 `asked-already` while that unit has not answered. */
export async function askOpinion(cx: Cx, input: z.output<typeof askOpinionInput>) {
  return act(cx, { action: 'ask-opinion', input }, async ({ case: c, item }, trx) => {
    const unit = await findUnit(trx, input.unit);
    if (!unit || c.unit_path.split('/').includes(unit.id)) {
      const message = { zh: '请选本单位以外的一个单位', en: 'Choose a unit other than your own' };
      throw new Refused('no-unit', 400, message, { fields: [{ at: 'unit', message }] });
    }
    const known = [...item.item.form.map((s) => s.section), ...item.item.materials.map((m) => m.material)];
    if (input.shares.some((one) => !known.includes(one))) {
      const message = { zh: '这件办件没有这一部分，请从列表里选', en: 'No such part of the case: choose from the list' };
      throw new Refused('unknown-share', 400, message, { fields: [{ at: 'shares', message }] });
    }
    if ((await opinionsOf(trx, c.id)).some((o) => o.unit === unit.id && o.answered_at === null)) {
      throw new Refused('asked-already', 409, {
        zh: `已经在征求${unit.name.zh}的意见，等它答复后再问。`,
        en: 'This unit was asked already: wait for its answer before asking again.',
      });
    }
    const due = dueDate(cx.today, { n: input.days, unit: 'wd' }, { calendar: cx.calendar }).due;
    await insertOpinion(trx, {
      id: crypto.randomUUID(), case: c.id, unit: unit.id, unit_path: unit.path, unit_name: unit.name,
      question: input.question, shares: [...new Set(input.shares)], due, asked_by: cx.actor.id,
      asked_name: cx.actor.name, asked_at: cx.now,
    });
    return {
      content: { unit: unit.id, unitName: unit.name, question: input.question, due, shares: input.shares },
      papers: [{ kind: 'opinion-asked', content: {
        to: unit.name.zh, question: input.question, due, shares: input.shares.map((one) => shareName(item, one)),
      } }],
    };
  });
}

/** What a shared part is called: a section of the form, or a material. */
function shareName(item: OpenItem, id: string): string {
  const section = item.item.form.find((s) => s.section === id);
  return section?.name.zh ?? item.version.materials[id]?.name.zh ?? id;
}

export const giveOpinionInput = z.object({
  /** The opinion that was asked for. */
  id: z.uuid('编号不对，请从列表里打开'),
  answer: z.enum(['agree', 'disagree', 'conditions'], '请选同意、不同意或附条件同意'),
  words: written(2, 2000, '请写明理由或条件'),
});

/** The asked unit answers: it no longer sees the case afterwards. */
export async function giveOpinion(cx: Cx, input: z.output<typeof giveOpinionInput>) {
  const asked = await findAsked(cx.db, cx.actor, input.id);
  if (!asked) throw notThere();
  const on = { id: asked.case, asked: asked.id };
  return act(cx, { action: 'give-opinion', input: on }, async (_, trx) => {
    // Two colleagues at once: the second finds it given.
    if (!(await findAsked(trx, cx.actor, input.id))) throw notThere();
    await answerOpinion(trx, asked.id, {
      answer: input.answer, words: input.words, answered_name: cx.actor.name, answered_at: cx.now,
    });
    return {
      content: { unit: asked.unit, unitName: asked.unit_name, answer: input.answer, words: input.words },
      papers: [{ kind: 'opinion-given', content: {
        from: asked.unit_name.zh, question: asked.question, answer: answers[input.answer].zh, words: input.words,
      } }],
    };
  });
}

export const answers = {
  agree: { zh: '同意', en: 'Agrees' }, disagree: { zh: '不同意', en: 'Disagrees' },
  conditions: { zh: '附条件同意', en: 'Agrees on conditions' },
} as const;

export const opinionRow = z.object({
  id: z.string(), unit: z.string(), unitName: textOutput, question: z.string(), due: z.string(), light: z.string(),
  askedBy: z.string(), askedAt: z.string(), answer: z.string().nullable(), answerName: textOutput.nullable(),
  words: z.string().nullable(), answeredBy: z.string().nullable(), answeredAt: z.string().nullable(),
});

/** One as officers of the case see it. */
export function opinionView(cx: Cx, o: OpinionRow): z.input<typeof opinionRow> {
  return {
    id: o.id, unit: o.unit, unitName: o.unit_name, question: o.question, due: o.due,
    light: o.answered_at === null ? light(o.due, cx.today, { calendar: cx.calendar }).light : 'none',
    askedBy: o.asked_name, askedAt: shanghaiTime(o.asked_at), answer: o.answer,
    answerName: o.answer === null ? null : answers[o.answer], words: o.words, answeredBy: o.answered_name,
    answeredAt: o.answered_at === null ? null : shanghaiTime(o.answered_at),
  };
}

export const askedInput = z.object({});
export const askedOutput = z.object({
  asked: z.array(opinionRow.extend({ number: z.string(), itemName: textOutput, from: textOutput })),
});

/** What the officer's units are asked for now. No person is named before one is opened. */
export async function askedOpinions(cx: Cx) {
  const rows = await listAsked(cx.db, cx.actor);
  return {
    asked: rows.map((o) => ({ ...opinionView(cx, o), number: o.number, itemName: o.item_name, from: o.case_unit })),
  };
}

export const oneInput = z.object({ id: z.uuid('编号不对，请从列表里打开') });
export const oneOutput = opinionRow.extend({
  number: z.string(), itemName: textOutput, from: textOutput, applicant: z.string(),
  sections: z.custom<FormSection[]>(() => true),
  facts: z.custom<Facts>(() => true),
  documents: z.array(docOutput), materials: z.array(z.object({ id: z.string(), name: textOutput })),
});

/** What the asked unit may see of the case, and no more: a row that the holder sees. */
export async function askedOpinion(cx: Cx, input: z.output<typeof oneInput>) {
  const o = await findAsked(cx.db, cx.actor, input.id);
  if (!o) throw notThere();
  await look(cx.db, {
    subject: o.subject, actor: cx.actor, now: cx.now, what: `受托答复意见时打开您的办件（${o.unit_name.zh}）`,
    purpose: `就“${o.item_name.zh}”征求意见`, case: { id: o.case, number: o.number },
  });
  const item = await openVersion(cx.db, o.item_version);
  const { rows } = await sql<{ facts: Facts }>`select facts from cases.case where id = ${o.case}`.execute(cx.db);
  const facts = rows[0]?.facts ?? {};
  const documents = (await documentsOf(cx.db, { case: o.case })).filter((d) => o.shares.includes(d.material));
  return {
    ...opinionView(cx, o), number: o.number, itemName: o.item_name, from: o.case_unit, applicant: o.subject_name,
    ...shown(cx, item, o, facts),
    documents: documents.map(docView),
    materials: item.item.materials.filter((m) => o.shares.includes(m.material))
      .map((m) => ({ id: m.material, name: item.version.materials[m.material]?.name ?? { zh: m.material } })),
  };
}

/** The sections that were shared, with the facts that stand in them. */
function shown(cx: Cx, item: OpenItem, o: AskedOpinion, facts: Facts): { sections: FormSection[]; facts: Facts } {
  const sections = formOf(item, facts, { today: cx.today, calendar: cx.calendar })
    .filter((s) => o.shares.includes(s.section));
  const addresses = new Set(sections.flatMap((s) => s.fields.map((f) => f.address)));
  return { sections, facts: Object.fromEntries(Object.entries(facts).filter(([at]) => addresses.has(at))) };
}
