/** Bad ratings to be put right: the list of a unit, one of them, and what every act on one begins with. */
import { z } from 'zod';
import { light, notThere, Refused, shanghaiTime, type Trx } from '#base';
import { look } from '#facts';
import { maskName } from '#graph';
import { roles as allRoles } from '#identity';
import { text, type Cx } from './contacts.ts';
import { indicatorNames } from './indicators.ts';
import { addStep, findTask, listTasks, stepsOf, updateTask, type TaskView } from './store.ts';
import {
  contactNames, levelNames, taskActionNames, taskRow, taskStateNames, visitResultNames,
  type TaskAction, type TaskState, type VisitResult,
} from './states.ts';

const row = z.object({
  id: z.string(), state: z.string(), stateName: text, level: z.number(), levelName: text, kindName: text,
  itemName: text.nullable(), unit: text, at: z.string(), due: z.string().nullable(), round: z.number(),
  light: z.enum(['green', 'yellow', 'red', 'grey', 'none']), result: z.string().nullable(),
});

export const tasksInput = z.object({ box: z.enum(['open', 'ended']).default('open') });
export const tasksOutput = z.object({ tasks: z.array(row) });

/** What a unit has to put right, the most urgent first. */
export async function tasks(cx: Cx, input: z.output<typeof tasksInput>) {
  const found = await listTasks(cx.db, cx.actor, input.box);
  return { tasks: found.map((t) => rowOf(cx, t)) };
}

function rowOf(cx: Cx, t: TaskView) {
  const waits = t.state === 'open' && t.due !== null;
  return {
    id: t.id, state: t.state, stateName: taskStateNames[t.state], level: t.level, levelName: levelNames[t.level as 1],
    kindName: contactNames[t.kind], itemName: t.item_name, unit: t.unit_name, at: shanghaiTime(t.contact_at),
    due: waits ? t.due : null, round: t.round, result: t.result,
    light: waits && t.due !== null ? light(t.due, cx.today, { calendar: cx.calendar }).light : 'none' as const,
  };
}

export const taskInput = z.object({ id: z.uuid('编号不对，请从列表里打开') });
export const taskOutput = row.extend({
  /** Who rated, as far as staff may see it. */
  rater: z.string(), case: z.string().nullable(), caseNumber: z.string().nullable(), words: z.string().nullable(),
  indicators: z.array(text), about: z.object({ kind: z.string(), name: text }).nullable(), channel: z.string(),
  steps: z.array(z.object({
    action: z.string(), name: text, at: z.string(), by: z.string(), unit: text.nullable(), words: z.string().nullable(),
    result: text.nullable(),
  })),
  can: z.array(z.object({ action: z.string(), name: text })),
});

/** One of them. Opening it is a row in the ledger of who rated. */
export async function task(cx: Cx, input: z.output<typeof taskInput>) {
  const t = await findTask(cx.db, cx.actor, input.id);
  if (!t) throw notThere();
  if (t.subject !== null) {
    await look(cx.db, {
      subject: t.subject, actor: cx.actor, now: cx.now, what: '打开您给的评价', purpose: '整改和回访',
      ...(t.case !== null && t.case_number !== null ? { case: { id: t.case, number: t.case_number } } : {}),
    });
  }
  const steps = await stepsOf(cx.db, t.id);
  const words = (content: Record<string, unknown>): string | null => {
    const said = content['answer'] ?? content['reason'] ?? content['words'];
    return typeof said === 'string' ? said : null;
  };
  return {
    ...rowOf(cx, t), rater: t.rater_name === null ? '' : maskName(t.rater_name), case: t.case,
    caseNumber: t.case_number, words: t.words, indicators: indicatorNames(t.indicator_set, t.indicators),
    about: t.about === null ? null : { kind: t.about.kind, name: t.about.name }, channel: t.channel,
    steps: steps.map((s) => ({
      action: s.action, name: taskActionNames[s.action].done, at: shanghaiTime(s.at), by: s.actor_name,
      unit: s.unit_name, words: words(s.content),
      result: s.action === 'visit' ? visitResultNames[s.content['result'] as VisitResult] : null,
    })),
    can: (['answer', 'visit', 'appeal', 'uphold', 'reject'] as const)
      .filter((action) => whyNot(cx, t, action) === undefined)
      .map((action) => ({ action, name: taskActionNames[action].name })),
  };
}

/** Why this officer may not do it now. */
function whyNot(cx: Cx, t: TaskView, action: TaskAction): Refused | undefined {
  if (!taskRow(t.state, action, cx.actor.roles)) {
    const other = taskRow(t.state, action, allRoles);
    return other
      ? new Refused('not-your-role', 403, {
        zh: '这一步不由您的角色来做。请交给本单位负责人或督查人员。',
        en: 'This is not for your role: hand it to the head of the unit or to supervision.',
      })
      : new Refused('wrong-state', 409, {
        zh: `现在是“${taskStateNames[t.state].zh}”，不能做这一步。请刷新页面看看最新情况。`,
        en: `It is now “${taskStateNames[t.state].en}”: this cannot be done. Refresh the page to see what happened.`,
      });
  }
  if (action === 'appeal' && t.appealed) {
    return new Refused('appealed', 409, {
      zh: '这条评价已经申诉过一次，请按评价整改。',
      en: 'It was appealed once already: please put it right.',
    });
  }
  const judges = action === 'uphold' || action === 'reject';
  if (judges && cx.actor.units.some(({ id }) => id === t.unit)) {
    return new Refused('same-unit', 403, {
      zh: '申诉要由别的单位复核，您和被评价的是同一个单位。',
      en: 'An appeal is reviewed by another unit; yours is the one that was rated.',
    });
  }
  return undefined;
}

type Move = {
  to: TaskState; content: Record<string, unknown>;
  set?: Partial<Pick<TaskView, 'round' | 'tries' | 'appealed' | 'due' | 'result'>>;
  then?: (trx: Trx, t: TaskView) => Promise<void>;
};

export const actOutput = z.object({ state: z.string() });

/** One act on a task, written down as a step. Refuses: 404 not his to see · 403 · 409 not now. */
export async function move(cx: Cx, id: string, action: TaskAction, plan: (t: TaskView) => Move) {
  return cx.tx(async (trx) => {
    const t = await findTask(trx, cx.actor, id, true);
    if (!t) throw notThere();
    const no = whyNot(cx, t, action);
    if (no) throw no;
    const { to, content, set, then } = plan(t);
    const ended = to === 'closed' || to === 'mistaken';
    await updateTask(trx, { ...t, ...set, state: to, ended_at: ended ? cx.now : null });
    const role = cx.actor.roles.find((r) => taskRow(t.state, action, [r])) ?? 'reviewer';
    await addStep(trx, {
      task: t.id, action, role, actor: cx.actor.id, actor_name: cx.actor.name,
      unit_name: cx.actor.units[0]?.name ?? null, at: cx.now, state: to, content,
    });
    await then?.(trx, t);
    return { state: to };
  });
}
