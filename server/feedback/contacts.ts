/** What one can rate, and what became of what one rated. */
import { z } from 'zod';
import { notThere, shanghaiTime, type Context } from '#base';
import { openVersion } from '#catalogue';
import type { Actor } from '#identity';
import { indicatorNames, indicatorsAt, setOn } from './indicators.ts';
import { findContact, findRating, listMine, stepsOf, type About, type ContactRow } from './store.ts';
import {
  contactNames, levelNames, levels, taskActionNames, taskStateNames, visitResultNames, type VisitResult,
} from './states.ts';

export type Cx = Context<Actor>;
export const text = z.object({ zh: z.string(), en: z.string().optional() });
const contactId = z.uuid({ error: '编号不对，请从办件里打开' });

export const mineInput = z.object({ case: z.uuid('办件编号不对，请从列表里打开').optional() });

const told = z.object({
  stateName: text, due: z.string().nullable(),
  steps: z.array(z.object({ name: text, at: z.string(), words: z.string().nullable(), result: text.nullable() })),
});

export const contactOutput = z.object({
  id: z.string(), kind: z.string(), kindName: text, case: z.string().nullable(), itemName: text.nullable(),
  unit: text, at: z.string(), until: z.string(), open: z.boolean(),
  rating: z.object({
    level: z.number(), levelName: text, indicators: z.array(text), words: z.string().nullable(), at: z.string(),
  }).nullable(),
  /** What the unit does about a bad rating. */
  task: told.nullable(),
});
export const mineOutput = z.object({ contacts: z.array(contactOutput) });

/** What only passes between the unit and who reviews it is not told to the one who rated. */
const shownSteps: readonly string[] = ['open', 'answer', 'visit', 'uphold'];

/** Contacts of the subject one acts for, with what was said and what came of it. */
export async function myContacts(cx: Cx, input: z.output<typeof mineInput>) {
  const rows = await listMine(cx.db, cx.actor, input.case);
  const contacts = await Promise.all(rows.map(async (k) => ({
    ...plain(cx, k), open: k.level === null && k.until > cx.now,
    rating: k.level === null ? null : {
      level: k.level, levelName: levelNames[k.level as 1],
      indicators: indicatorNames(k.indicator_set ?? '', k.indicators ?? []),
      words: k.words, at: shanghaiTime(k.rated_at ?? k.at),
    },
    task: k.task === null || k.task_state === null ? null : {
      stateName: taskStateNames[k.task_state], due: k.task_state === 'open' ? k.due : null,
      steps: (await stepsOf(cx.db, k.task)).filter((s) => shownSteps.includes(s.action)).map((s) => ({
        name: taskActionNames[s.action].done, at: shanghaiTime(s.at),
        words: s.action === 'answer' ? String(s.content['answer'] ?? '') : null,
        result: s.action === 'visit' ? visitResultNames[s.content['result'] as VisitResult] : null,
      })),
    },
  })));
  return { contacts };
}

function plain(_cx: Cx, k: ContactRow) {
  return {
    id: k.id, kind: k.kind, kindName: contactNames[k.kind], case: k.case, itemName: k.item_name,
    unit: k.unit_name, at: shanghaiTime(k.at), until: shanghaiTime(k.until),
  };
}

export const formInput = z.object({ id: contactId });
export const formOutput = z.object({
  id: z.string(), kindName: text, case: z.string().nullable(), itemName: text.nullable(), unit: text, at: z.string(),
  /** May still be rated; else why not. */
  open: z.boolean(), rated: z.number().nullable(), until: z.string(),
  levels: z.array(z.object({
    level: z.number(), name: text, indicators: z.array(z.object({ id: z.string(), name: text })),
  })),
  /** What a rating can be tied to. */
  about: z.array(z.object({ kind: z.enum(['item', 'material', 'step']), id: z.string(), name: text })),
});

/** The form for one contact of one's own. */
export async function contactForm(cx: Cx, input: z.output<typeof formInput>) {
  const k = await findContact(cx.db, cx.actor, input.id);
  if (!k) throw notThere();
  return formOf(cx, k);
}

/** What is asked about a contact: the levels with their indicators, and the nodes it can be about. */
export async function formOf(cx: Cx, k: ContactRow) {
  const set = setOn(k.channel, cx.today);
  const rating = await findRating(cx.db, k.id);
  return {
    id: k.id, kindName: contactNames[k.kind], case: k.case, itemName: k.item_name, unit: k.unit_name,
    at: shanghaiTime(k.at), until: shanghaiTime(k.until), open: rating === undefined && k.until > cx.now,
    rated: rating?.level ?? null,
    levels: levels.map((level) => ({
      level, name: levelNames[level], indicators: indicatorsAt(set, level).map(({ id, name }) => ({ id, name })),
    })),
    about: await nodesOf(cx, k),
  };
}

/** The item itself, its materials and the step: what a rating may point at. */
export async function nodesOf(cx: Cx, k: ContactRow): Promise<About[]> {
  const step: About = { kind: 'step', id: k.kind, name: contactNames[k.kind] };
  if (k.item === null || k.item_name === null || k.item_version === null) return [step];
  const opened = await openVersion(cx.db, k.item_version);
  const materials = opened.item.materials.flatMap((entry): About[] => {
    const id = 'material' in entry ? String(entry.material) : '';
    const found = opened.version.materials[id];
    return found ? [{ kind: 'material', id, name: found.name }] : [];
  });
  return [step, { kind: 'item', id: k.item, name: k.item_name }, ...materials];
}
