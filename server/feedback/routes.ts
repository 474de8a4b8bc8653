/** The street door of feedback. One sentence an endpoint. */
import type { Endpoints } from '#base';
import { endpoint, type Actor } from '#identity';
import { contactForm, formInput, formOutput, mineInput, mineOutput, myContacts } from './contacts.ts';
import { makeVisit, visitInput as slipInput, visitOutput as slipOutput } from './counter-code.ts';
import { figuresInput, figuresOutput, ratingFigures } from './figures.ts';
import {
  actOutput, answerInput, answerTask, appealInput, appealTask, judgeAppeal, judgeInput, visitAgain, visitInput,
} from './put-right.ts';
import {
  codeForm, codeFormOutput, codeInput, rate, rateByCode, rateCodeInput, rateInput, rateOutput,
} from './rate.ts';
import { task, taskInput, taskOutput, tasks, tasksInput, tasksOutput } from './tasks.ts';

const applicant = ['citizen', 'agent'] as const;
const unit = ['reviewer', 'decider', 'supervisor'] as const;
const conflict = [409] as const;

export const feedbackEndpoints = {
  'feedback.mine': endpoint({
    method: 'GET', path: '/api/ratings/mine', who: applicant,
    summary: { zh: '我可以评价的办事，和评价以后的整改', en: 'What I can rate, and what became of my ratings' },
    input: mineInput, output: mineOutput, run: myContacts,
  }),
  'feedback.contact': endpoint({
    method: 'GET', path: '/api/ratings/contacts/:id', who: applicant,
    summary: { zh: '一次办事的评价表', en: 'The form for rating one contact' },
    input: formInput, output: formOutput, run: contactForm,
  }),
  'feedback.rate': endpoint({
    method: 'POST', path: '/api/ratings/contacts/:id', who: applicant, refusals: conflict,
    summary: { zh: '评价一次办事，只能评一次，不能改', en: 'Rate a contact, once and for good' },
    input: rateInput, output: rateOutput, run: rate,
  }),
  'feedback.code': endpoint({
    method: 'GET', path: '/api/ratings/codes/:code', who: 'anyone', limit: { perMinute: 20 },
    summary: { zh: '窗口评价码的评价表', en: 'The form for a code given at a counter' },
    input: codeInput, output: codeFormOutput, run: codeForm,
  }),
  'feedback.rate-code': endpoint({
    method: 'POST', path: '/api/ratings/codes/:code', who: 'anyone', limit: { perMinute: 20 }, refusals: conflict,
    summary: { zh: '凭窗口评价码评价', en: 'Rate with a code given at a counter' },
    input: rateCodeInput, output: rateOutput, run: rateByCode,
  }),
  'feedback.slip': endpoint({
    method: 'POST', path: '/api/ratings/slips', who: ['clerk'],
    summary: { zh: '给刚办完事的人一个评价码', en: 'Give a code to the one just served' },
    input: slipInput, output: slipOutput, run: makeVisit,
  }),
  'feedback.tasks': endpoint({
    method: 'GET', path: '/api/ratings/tasks', who: unit,
    summary: { zh: '本单位要整改的差评', en: 'Bad ratings to be put right' },
    input: tasksInput, output: tasksOutput, run: tasks,
  }),
  'feedback.task': endpoint({
    method: 'GET', path: '/api/ratings/tasks/:id', who: unit,
    summary: { zh: '一条差评和它的整改', en: 'One bad rating and what was done' },
    input: taskInput, output: taskOutput, run: task,
  }),
  'feedback.answer': endpoint({
    method: 'POST', path: '/api/ratings/tasks/:id/answer', who: unit, refusals: conflict,
    summary: { zh: '整改并答复', en: 'Put right and answer' },
    input: answerInput, output: actOutput, run: answerTask,
  }),
  'feedback.appeal': endpoint({
    method: 'POST', path: '/api/ratings/tasks/:id/appeal', who: unit, refusals: conflict,
    summary: { zh: '申诉误评', en: 'Appeal as mistaken' }, input: appealInput, output: actOutput, run: appealTask,
  }),
  'feedback.judge': endpoint({
    method: 'POST', path: '/api/ratings/tasks/:id/judge', who: unit, refusals: conflict,
    summary: { zh: '由别的单位复核申诉', en: 'Another unit reviews the appeal' },
    input: judgeInput, output: actOutput, run: judgeAppeal,
  }),
  'feedback.visit': endpoint({
    method: 'POST', path: '/api/ratings/tasks/:id/visit', who: unit, refusals: conflict,
    summary: { zh: '记下回访结果', en: 'Write down a return visit' },
    input: visitInput, output: actOutput, run: visitAgain,
  }),
  'feedback.figures': endpoint({
    method: 'GET', path: '/api/ratings', who: 'anyone', limit: { perMinute: 60 },
    summary: { zh: '好差评公开数字：按单位、按事项', en: 'Published ratings per unit and item' },
    input: figuresInput, output: figuresOutput, run: ratingFigures,
  }),
} satisfies Endpoints<Actor>;
