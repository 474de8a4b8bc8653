/** Questions that are no supplement: asked and answered while every clock runs on; notes that stay inside. */
import { z } from 'zod';
import { Refused } from '#base';
import { act, actInput, actOutput, written } from './act.ts';
import type { Cx } from './cx.ts';

export const askQuestionInput = z.object({ ...actInput, question: written(4, 1000, '请写清楚要问什么') });
export const answerQuestionInput = z.object({ ...actInput, answer: written(1, 2000, '请写下回答') });
export const noteInput = z.object({ ...actInput, note: written(2, 2000, '请写下备注') });
export const questionOutput = actOutput;

/** The applicant is asked; nothing stops, and silence has no consequence but a slower answer. */
export async function askQuestion(cx: Cx, input: z.output<typeof askQuestionInput>) {
  return act(cx, { action: 'ask-question', input }, () => ({
    content: { question: input.question }, set: { asked: true }, tell: 'question',
  }));
}

/** Answers what is open; a clerk writes down what a walk-in said. Refuses 409 `nothing-asked`. */
export async function answerQuestion(cx: Cx, input: z.output<typeof answerQuestionInput>) {
  return act(cx, { action: 'answer-question', input }, ({ case: c }) => {
    if (!c.asked) {
      throw new Refused('nothing-asked', 409, {
        zh: '没有等您回答的问题。', en: 'There is no question waiting for an answer.',
      });
    }
    if (cx.actor.kind === 'staff' && c.channel === 'online') {
      throw new Refused('applicant-mends', 403, {
        zh: '这件是申请人在网上提交的，由申请人自己回答。', en: 'This was filed online: the applicant answers himself.',
      });
    }
    return { content: { answer: input.answer }, set: { asked: false } };
  });
}

/** For colleagues only: kept in the log, never shown to the applicant. */
export async function writeNote(cx: Cx, input: z.output<typeof noteInput>) {
  return act(cx, { action: 'note', input }, () => ({}));
}
