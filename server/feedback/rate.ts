/** Rates a contact: once, by the one who had it, for good. A bad rating opens a task in the same act. */
import crypto from 'node:crypto';
import { z } from 'zod';
import { announce, dueDate, longDate, notThere, Refused, type Trx } from '#base';
import { cleanText } from '#graph';
import { tell } from '#messages';
import { formOf, nodesOf, formOutput, type Cx } from './contacts.ts';
import { codeDigests, readCounterCode } from './counter-code.ts';
import { indicatorsAt, ratingRules, setName, setOn } from './indicators.ts';
import {
  addRating, addStep, addTask, contactOfCode, findContact, findRating, type About, type ContactRow,
} from './store.ts';
import { isBad, levels, type Level } from './states.ts';

const said = {
  level: z.number({ error: '请选一个等级' }).int().refine((n) => levels.some((l) => l === n), '请选一个等级'),
  indicators: z.array(z.string().max(40)).max(12).default([]),
  words: z.string().max(2000).optional(),
  about: z.object({ kind: z.enum(['item', 'material', 'step']), id: z.string().max(80) }).optional(),
};

export const rateInput = z.object({
  id: z.uuid({ error: '编号不对，请从办件里打开' }), ...said, phone: z.boolean().default(false),
});
export const rateOutput = z.object({ done: z.literal(true), bad: z.boolean(), due: z.string().nullable() });
export const codeInput = z.object({ code: z.string().min(1).max(120) });
export const codeFormOutput = formOutput;
export const rateCodeInput = codeInput.extend(said);

type Said = Omit<z.output<typeof rateInput>, 'id' | 'phone'>;

/** Rates a contact of the subject one acts for. Refuses: 404 not his · 409 rated already, or too late. */
export async function rate(cx: Cx, input: z.output<typeof rateInput>) {
  return cx.tx(async (trx) => {
    const k = await findContact(trx, cx.actor, input.id, true);
    if (!k) throw notThere();
    return keep(cx, trx, k, { said: input, channel: input.phone ? 'phone' : 'web' });
  });
}

/** What a code from a counter is about. Refuses 404 where there is no such code. */
export async function codeForm(cx: Cx, input: z.output<typeof codeInput>) {
  const k = await contactOfCode(cx.db, codeDigests(cx, readCounterCode(input.code)));
  if (!k) throw noCode();
  return { ...await formOf(cx, k), case: null };
}

/** Rates by a code from a counter: whoever was given it had the contact; no name is kept. */
export async function rateByCode(cx: Cx, input: z.output<typeof rateCodeInput>) {
  return cx.tx(async (trx) => {
    const k = await contactOfCode(trx, codeDigests(cx, readCounterCode(input.code)), true);
    // The officer who handed out the code is the one rated by it.
    if (!k || (k.officer !== null && k.officer === cx.actor.id)) throw noCode();
    return keep(cx, trx, k, { said: input, channel: 'code' });
  });
}

const noCode = (): Refused => new Refused('no-code', 404, {
  zh: '没有这个评价码。请对照纸条再输一遍，或请窗口人员重新给一个。',
  en: 'There is no such rating code. Please compare it with the slip, or ask at the counter for a new one.',
});

async function keep(
  cx: Cx, trx: Trx, k: ContactRow, how: { said: Said; channel: 'web' | 'phone' | 'code' },
): Promise<z.input<typeof rateOutput>> {
  if (await findRating(trx, k.id)) {
    throw new Refused('rated', 409, {
      zh: '这一次您已经评价过了。评价不能改，也不能再评；整改结果会告诉您。',
      en: 'You have rated this already. A rating cannot be changed or given twice; you will hear what was put right.',
    });
  }
  if (k.until <= cx.now) {
    throw new Refused('too-late', 409, {
      zh: '这一次办事过去太久，不能再评价了。可以到“我的办件”里看看最近的。',
      en: 'This was too long ago to be rated. Please look at the newer ones in your cases.',
    });
  }
  const { level, words, indicators, about } = await judged(cx, k, how.said);
  const byCode = how.channel === 'code';
  await addRating(trx, {
    contact: k.id, level, indicators, indicator_set: setName(setOn(k.channel, cx.today)), words, about,
    channel: how.channel, subject: k.subject, at: cx.now, rater: byCode ? null : cx.actor.subject,
    rater_name: byCode ? null : cx.actor.name,
  });
  const due = isBad(level) ? await openTask(cx, trx, k) : null;
  return { done: true, bad: due !== null, due };
}

async function judged(cx: Cx, k: ContactRow, given: Said) {
  const level = given.level as Level;
  const offered = indicatorsAt(setOn(k.channel, cx.today), level).map(({ id }) => id);
  const strange = given.indicators.filter((id) => !offered.includes(id));
  if (strange.length > 0) {
    throw badInput('indicators', '选的分项和等级不配，请重新选。', 'These points do not belong to the level; please choose again.');
  }
  const cleaned = cleanText(given.words ?? '', 500, { lines: true });
  if ('problem' in cleaned) {
    throw badInput('words', cleaned.problem, 'The words cannot be kept: at most 500 plain characters.');
  }
  let about: About | null = null;
  if (given.about) {
    const wanted = given.about;
    about = (await nodesOf(cx, k)).find((n) => n.kind === wanted.kind && n.id === wanted.id) ?? null;
    if (about === null) {
      throw badInput('about', '说的这一处不在这个事项里，请重新选。', 'This is no part of the item; please choose again.');
    }
  }
  return { level, words: cleaned.text || null, about, indicators: [...new Set(given.indicators)] };
}

function badInput(at: string, zh: string, en: string): Refused {
  return new Refused('bad-input', 400, { zh, en }, { fields: [{ at, message: { zh, en } }] });
}

/** A bad rating goes to the unit at once, with the day by which it answers. Gives that day. */
async function openTask(cx: Cx, trx: Trx, k: ContactRow): Promise<string> {
  const { due } = dueDate(cx.today, ratingRules()['answer within'], { calendar: cx.calendar });
  const task = {
    id: crypto.randomUUID(), contact: k.id, unit: k.unit, unit_path: k.unit_path, officer: k.officer,
    state: 'open' as const, round: 1, tries: 0, appealed: false, due, result: null, opened_at: cx.now, ended_at: null,
  };
  await addTask(trx, task);
  await addStep(trx, {
    task: task.id, action: 'open', role: 'system', actor: 'system', actor_name: '系统', unit_name: null,
    at: cx.now, state: 'open', content: { due },
  });
  await announce(trx, {
    topic: 'rating.task', payload: { task: task.id },
    live: { topic: 'ratings', to: unitsAbove(k.unit_path).map((u) => `unit:${u}`) },
  });
  await tellRater(cx, trx, k, {
    title: { zh: '您的评价已转给承办单位', en: 'Your rating was passed to the unit' },
    body: {
      zh: `您对“${k.item_name?.zh ?? k.unit_name.zh}”给了差评，${longDate(due)}前答复您整改情况。被评价的人看不到是谁评的。`,
      en: `You were not satisfied with “${k.item_name?.en ?? k.unit_name.en ?? ''}”. You will be answered by ${due}. `
        + 'Whom you rated does not see who rated.',
    },
  });
  return due;
}

/** Units of a path, from the root. */
export const unitsAbove = (path: string): string[] => path.split('/').filter((unit) => unit !== '');

/** A message to who rated, where he is known. */
export async function tellRater(
  cx: Cx, trx: Trx, k: Pick<ContactRow, 'subject' | 'case' | 'item'>,
  words: { title: { zh: string; en: string }; body: { zh: string; en: string } },
): Promise<void> {
  if (k.subject === null) return;
  await tell(trx, { to: { subject: k.subject }, ...words, case: k.case, item: k.item, at: cx.now });
}
