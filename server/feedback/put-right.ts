/** What a unit does about a bad rating: answer, appeal as mistaken, visit again; and who judges an appeal. */
import { z } from 'zod';
import { announce, dueDate, type Trx } from '#base';
import { cleanText } from '#graph';
import type { Cx } from './contacts.ts';
import { ratingRules } from './indicators.ts';
import { tellRater, unitsAbove } from './rate.ts';
import { actOutput, move, taskInput } from './tasks.ts';
import type { TaskView } from './store.ts';
import { afterVisit, visitResultNames, visitResults } from './states.ts';

export { actOutput };

const written = (lacks: string) => z.string().max(4000).transform((typed, context) => {
  const clean = cleanText(typed, 2000, { lines: true });
  const problem = 'problem' in clean ? clean.problem : [...clean.text].length < 4 ? lacks : undefined;
  if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
  return 'text' in clean ? clean.text : '';
});

export const answerInput = taskInput.extend({ answer: written('请写明怎么整改的，至少 4 个字') });
export const appealInput = taskInput.extend({ reason: written('请写明理由，至少 4 个字') });
export const judgeInput = taskInput.extend({ mistaken: z.boolean(), reason: written('请写明理由，至少 4 个字') });
export const visitInput = taskInput.extend({
  result: z.enum(visitResults, { error: '请选回访结果' }), words: written('请写明回访情况，至少 4 个字'),
});

/** The unit says what it put right; who rated hears it. */
export async function answerTask(cx: Cx, input: z.output<typeof answerInput>) {
  return move(cx, input.id, 'answer', () => ({
    to: 'answered', content: { answer: input.answer }, set: { due: null, tries: 0 },
    then: (trx, t) => told(cx, trx, t, {
      title: { zh: '您的评价有了整改答复', en: 'Your rating was answered' },
      body: {
        zh: `“${name(t).zh}”的承办单位答复：${input.answer}。我们会再回访您。`.replace('。。', '。'),
        en: `The unit in charge of “${name(t).en}” answered (in Chinese): ${input.answer} You will be visited again.`,
      },
    }),
  }));
}

/** The unit holds the rating to be mistaken; another unit reviews that. */
export async function appealTask(cx: Cx, input: z.output<typeof appealInput>) {
  return move(cx, input.id, 'appeal', () => ({
    to: 'appealed', content: { reason: input.reason }, set: { appealed: true, due: null },
    then: (trx, t) => seen(trx, t),
  }));
}

/** Supervision of another unit finds it mistaken, or has it put right all the same. */
export async function judgeAppeal(cx: Cx, input: z.output<typeof judgeInput>) {
  const content = { reason: input.reason };
  if (!input.mistaken) {
    return move(cx, input.id, 'reject', () => ({
      to: 'open', content, set: { due: nextDue(cx) }, then: (trx, t) => seen(trx, t),
    }));
  }
  return move(cx, input.id, 'uphold', () => ({
    to: 'mistaken', content, set: { due: null, result: 'mistaken' },
    then: (trx, t) => told(cx, trx, t, {
      title: { zh: '您的评价经复核认定为误评', en: 'Your rating was found mistaken' },
      body: {
        zh: `您对“${name(t).zh}”的评价，经另一单位复核认定为误评，不计入公布的数字，您的评价本身仍保留。理由：${input.reason}`,
        en: `Another unit found your rating of “${name(t).en}” to be mistaken; it is kept, `
          + 'but not counted in what is published. '
          + `Reason (in Chinese): ${input.reason}`,
      },
    }),
  }));
}

/** The return visit: what the person says now. Not put right means anew, once. */
export async function visitAgain(cx: Cx, input: z.output<typeof visitInput>) {
  return move(cx, input.id, 'visit', (t) => {
    const to = afterVisit(input.result, { round: t.round, tries: t.tries, most: ratingRules()['visit tries'] });
    const set = to === 'open' ? { round: t.round + 1, due: nextDue(cx) }
      : to === 'answered' ? { tries: t.tries + 1 } : { result: input.result };
    return {
      to, content: { result: input.result, words: input.words }, set,
      then: (trx) => told(cx, trx, t, {
        title: { zh: '回访已记录', en: 'The return visit was written down' },
        body: {
          zh: `对您评价“${name(t).zh}”的回访结果：${visitResultNames[input.result].zh}。`
            + (to === 'open' ? '承办单位会再整改一次。' : to === 'answered' ? '我们会再联系您。' : '这件整改已办结，您原来的评价不变。'),
          en: `Return visit about “${name(t).en}”: ${visitResultNames[input.result].en}. `
            + (to === 'open' ? 'The unit will put it right again.'
              : to === 'answered' ? 'We will try again.' : 'This is closed; your rating stands.'),
        },
      }),
    };
  });
}

const name = (t: TaskView): { zh: string; en: string } => {
  const said = t.item_name ?? t.unit_name;
  return { zh: said.zh, en: said.en ?? said.zh };
};

const nextDue = (cx: Cx): string =>
  dueDate(cx.today, ratingRules()['answer within'], { calendar: cx.calendar }).due;

async function told(cx: Cx, trx: Trx, t: TaskView, words: Parameters<typeof tellRater>[3]): Promise<void> {
  await tellRater(cx, trx, t, words);
  await seen(trx, t);
}

/** Open pages of the units and of who rated look again. */
async function seen(trx: Trx, t: TaskView): Promise<void> {
  const units = unitsAbove(t.unit_path).map((u) => `unit:${u}`);
  await announce(trx, {
    topic: 'rating.task', payload: { task: t.id },
    live: { topic: 'ratings', to: [...units, ...(t.subject === null ? [] : [`subject:${t.subject}`])] },
  });
}
