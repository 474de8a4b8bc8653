/**
 * facts.correct, corrections, answer-correction: what somebody stated himself changes at once; what
 * was checked or issued is checked by a unit of his choice and corrected by its officer.
 */
import crypto from 'node:crypto';
import { z } from 'zod';
import { notThere, Refused, type Context, type Trx } from '#base';
import { canonical, type Fact } from '#graph';
import {
  allUnits,
  findSubject,
  findUnit,
  recordEvent,
  renamePerson,
  setPhoneOf,
  unitsUnder,
  type Actor,
} from '#identity';
import { fieldNames, type NamedField } from './field-names.ts';
import { look } from './look.ts';
import { heldOf } from './my-data.ts';
import { addFacts } from './store.ts';
import {
  answerCorrection,
  eraseStated,
  hasOpen,
  insertCorrection,
  lockCorrection,
  openCorrections,
  type Correction,
} from './store-own.ts';

const name = z
  .string()
  .max(80)
  .regex(/^[a-z0-9-]+$/, '请从列表里选择');
const words = (least: string) =>
  z
    .string()
    .max(500, '最多 500 个字')
    .transform((s) => s.trim())
    .refine((s) => [...s].length >= 4, least);
export const correctInput = z.object({
  group: name,
  field: name,
  value: z.string().max(500, '最多 500 个字'),
  reason: z.string().max(500, '最多 500 个字').optional(),
  unit: z.string().max(80).optional(),
});
export const correctOutput = z.object({ done: z.boolean() });

function byField(at: string, zh: string, en: string): Refused {
  return new Refused(
    'bad-input',
    400,
    { zh: `${zh}。`, en: `${en}.` },
    { fields: [{ at, message: { zh, en } }] },
  );
}

/** @throws Refused 400 by field, 404 nothing of the kind is held, 409 a request is open already */
export async function correct(
  context: Context<Actor>,
  input: z.output<typeof correctInput>,
): Promise<{ done: boolean }> {
  const { group, field, value } = input;
  const held = (await heldOf(context)).find((one) => one.group === group && one.field === field);
  if (!held) throw notThere();
  const definition = (await fieldNames(context)).get(`${group}.${field}`)?.field;
  const read = definition ? canonical(definition, value) : { value: value.trim() };
  if ('problem' in read)
    throw new Refused('bad-input', 400, read.problem, {
      fields: [{ at: 'value', message: read.problem }],
    });
  const wanted = 'value' in read ? read.value : '';
  if (wanted === '') throw byField('value', '请填写应该是什么', 'Please say what it should be');
  if (held.fact.grade === 'D' && held.fact.source !== 'identity') {
    await atOnce(context, { group, field, value: wanted as never });
    return { done: true };
  }
  await ask(context, { ...input, stood: held.fact, wanted: String(wanted) });
  return { done: false };
}

async function atOnce(
  context: Context<Actor>,
  given: { group: string; field: string; value: Extract<Fact, { state: 'known' }>['value'] },
): Promise<void> {
  const { actor, today } = context;
  const { group, field, value } = given;
  await context.tx(async (trx) => {
    // What was wrong is not kept beside what is right.
    await eraseStated(trx, { subject: actor.subject, group, field });
    const fact: Fact = { state: 'known', value, source: 'applicant', grade: 'D', on: today };
    await addFacts(trx, [{ subject: actor.subject, group, field, fact }], {
      case: crypto.randomUUID(),
      on: today,
    });
    await recordEvent(trx, {
      by: actor.id,
      what: 'account.corrected',
      about: actor.subject,
      details: { field },
    });
    return { done: true };
  });
}

async function ask(
  context: Context<Actor>,
  wanted: z.output<typeof correctInput> & { stood: Fact; wanted: string },
): Promise<void> {
  const { actor, now } = context;
  const { group, field, reason = '', unit = '' } = wanted;
  if ([...reason.trim()].length < 4)
    throw byField(
      'reason',
      '请写明哪里不对，至少 4 个字',
      'Please say what is wrong, in at least 4 characters',
    );
  await context.tx(async (trx) => {
    if (!(await findUnit(trx, unit)))
      throw byField('unit', '请选择由哪个单位核对', 'Please choose a unit');
    if (await hasOpen(trx, { subject: actor.subject, group, field })) {
      throw new Refused('correction-open', 409, {
        zh: '这一条您已经申请过更正，单位还没有答复，请先等答复。',
        en: 'You have asked to correct this already; please wait for the unit’s answer.',
      });
    }
    await insertCorrection(trx, {
      subject: actor.subject,
      group,
      field,
      wanted: wanted.wanted,
      reason: reason.trim(),
      unit,
      asked: now,
      stood: wanted.stood.state === 'known' ? wanted.stood.value : null,
    });
    return { done: false };
  });
}

const text = z.object({ zh: z.string(), en: z.string().optional() });
export const correctionsOutput = z.object({
  rows: z.array(
    z.object({
      id: z.string(),
      who: z.string(),
      name: text,
      definition: z.unknown(),
      stood: z.unknown(),
      wanted: z.string(),
      reason: z.string(),
      asked: z.string(),
      unitName: text,
    }),
  ),
});
export const answerInput = z.object({
  id: z.uuid('没有这份申请'),
  outcome: z.enum(['done', 'refused'], '请选择更正还是不更正'),
  answer: words('请写明核对了什么，至少 4 个字'),
});

async function unitsOf(actor: Actor, db: Parameters<typeof unitsUnder>[0]): Promise<string[]> {
  return (await Promise.all(actor.units.map(({ id }) => unitsUnder(db, id)))).flat();
}

/** What waits for the asker's unit; each person shown sees in his ledger that it was looked at. */
export async function corrections(
  context: Context<Actor>,
): Promise<z.input<typeof correctionsOutput>> {
  const { actor, db, now } = context;
  const open = await openCorrections(db, await unitsOf(actor, db));
  const [names, units] = [await fieldNames(context), await allUnits(db)];
  const rows = [];
  for (const one of open) {
    // His own is a colleague's to check.
    if (one.subject === actor.subject) continue;
    const person = await findSubject(db, one.subject);
    const field: NamedField | undefined = names.get(`${one.group}.${one.field}`);
    await look(db, {
      subject: one.subject,
      actor,
      now,
      what: '信息更正申请',
      purpose: '核对并更正',
    });
    rows.push({
      id: one.id,
      who: person?.name ?? '',
      name: field?.field.name ?? { zh: one.field },
      definition: field?.definition ?? null,
      stood: one.stood,
      wanted: one.wanted,
      reason: one.reason,
      asked: one.asked.toISOString(),
      unitName: units.find(({ id }) => id === one.unit)?.name ?? { zh: one.unit },
    });
  }
  return { rows };
}

/** @throws Refused 404 not his unit's or his own, 409 answered already */
export async function answer(
  context: Context<Actor>,
  given: z.output<typeof answerInput>,
): Promise<Record<never, never>> {
  const { actor, db, now } = context;
  const units = await unitsOf(actor, db);
  return context.tx(async (trx) => {
    const found = await lockCorrection(trx, given.id, units);
    if (!found || found.subject === actor.subject) throw notThere();
    if (found.state !== 'open') {
      throw new Refused('correction-answered', 409, {
        zh: '这份申请已经有同事答复了，请刷新页面。',
        en: 'A colleague has answered this already; please reload.',
      });
    }
    if (given.outcome === 'done') await apply(trx, context, found);
    await answerCorrection(trx, {
      id: given.id,
      state: given.outcome,
      answer: given.answer,
      by: actor.id,
      at: now,
    });
    await recordEvent(trx, {
      by: actor.id,
      what: 'account.corrected',
      about: found.subject,
      details: { field: found.field, outcome: given.outcome },
    });
    await look(trx, {
      subject: found.subject,
      actor,
      now,
      what: '信息更正申请',
      purpose: given.outcome === 'done' ? '已更正' : '未更正',
    });
    return {};
  });
}

/** Identity is corrected where it is kept; anything else is a fact checked at a counter (grade B). */
async function apply(trx: Trx, { today }: Context<Actor>, found: Correction): Promise<void> {
  if (found.group === 'person' && found.field === 'name')
    return renamePerson(trx, found.subject, found.wanted);
  if (found.group === 'person' && found.field === 'phone')
    return setPhoneOf(trx, found.subject, found.wanted);
  if (found.group === 'person' && ['id-number', 'birth-date'].includes(found.field)) {
    throw new Refused('not-here', 409, {
      zh: '身份证号和出生日期不能在这里改：号码变了要先由公安机关变更，再重新登记。请选“不更正”并告诉他怎么办。',
      en:
        'An identity number or birth date is changed by the police first, then registered anew. Please ' +
          'choose “do not correct” and say so.',
    });
  }
  const fact: Fact = {
    state: 'known',
    value: found.wanted,
    source: 'counter',
    grade: 'B',
    on: today,
  };
  await addFacts(trx, [{ subject: found.subject, group: found.group, field: found.field, fact }], {
    case: found.id,
    on: today,
  });
}
