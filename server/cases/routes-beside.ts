/** The door to the street: what goes on beside the course. One sentence an endpoint. */
import { endpoint } from '#identity';
import { attach, attachInput, attachOutput } from './attach.ts';
import {
  checkPromise, checkPromiseInput, ledgerInput, ledgerOutput, promiseAnswer, promiseLedger,
} from './check-promise.ts';
import { decideBreach, decideBreachInput, repairInput, repairPromise } from './decide-breach.ts';
import { grantOnPromise, grantOnPromiseInput, grantOnPromiseOutput } from './grant-on-promise.ts';
import { handInInput, handInLater, handInOutput } from './hand-in-later.ts';
import {
  askedInput, askedOpinion, askedOpinions, askedOutput, askOpinion, askOpinionInput, giveOpinion, giveOpinionInput,
  oneInput, oneOutput, opinionOutput,
} from './opinion.ts';
import {
  answerQuestion, answerQuestionInput, askQuestion, askQuestionInput, noteInput, questionOutput, writeNote,
} from './question.ts';
import { returnReview, returnReviewInput, reviewOutput } from './review.ts';

const officer = ['clerk', 'reviewer', 'decider'] as const;
const filer = ['citizen', 'agent', 'clerk'] as const;
const staff = ['clerk', 'reviewer', 'decider', 'supervisor'] as const;
const judges = ['reviewer', 'decider'] as const;
const conflict = [409] as const;

const talk = {
  'cases.ask-question': endpoint({
    method: 'POST', path: '/api/cases/:id/ask-question', who: officer, refusals: conflict,
    summary: { zh: '向申请人询问，不停表', en: 'Ask the applicant; no clock stops' },
    input: askQuestionInput, output: questionOutput, run: askQuestion,
  }),
  'cases.answer-question': endpoint({
    method: 'POST', path: '/api/cases/:id/answer-question', who: filer, refusals: conflict,
    summary: { zh: '答复办理人员的询问', en: 'Answer the officer’s question' },
    input: answerQuestionInput, output: questionOutput, run: answerQuestion,
  }),
  'cases.note': endpoint({
    method: 'POST', path: '/api/cases/:id/note', who: officer, refusals: conflict,
    summary: { zh: '写内部备注', en: 'Write a note for colleagues' },
    input: noteInput, output: questionOutput, run: writeNote,
  }),
  'cases.attach': endpoint({
    method: 'POST', path: '/api/cases/:id/attach', who: officer, body: 'bytes', refusals: [409, 413],
    summary: { zh: '添加工作文件，可以给申请人看', en: 'Add an officer’s document, shared or not' },
    input: attachInput, output: attachOutput, run: attach,
  }),
  'cases.return-review': endpoint({
    method: 'POST', path: '/api/cases/:id/return-review', who: officer, refusals: conflict,
    summary: { zh: '退回审查', en: 'Send back to review' },
    input: returnReviewInput, output: reviewOutput, run: returnReview,
  }),
};

const opinions = {
  'cases.ask-opinion': endpoint({
    method: 'POST', path: '/api/cases/:id/ask-opinion', who: officer, refusals: conflict,
    summary: { zh: '征求其他单位的意见', en: 'Ask another unit for its opinion' },
    input: askOpinionInput, output: opinionOutput, run: askOpinion,
  }),
  'cases.asked-opinions': endpoint({
    method: 'GET', path: '/api/opinions', who: staff,
    summary: { zh: '等本单位答复的意见', en: 'Opinions my units are asked for' },
    input: askedInput, output: askedOutput, run: askedOpinions,
  }),
  'cases.asked-opinion': endpoint({
    method: 'GET', path: '/api/opinions/:id', who: staff,
    summary: { zh: '打开一件征求意见，看共享给本单位的内容', en: 'Open one: what was shared with my unit' },
    input: oneInput, output: oneOutput, run: askedOpinion,
  }),
  'cases.give-opinion': endpoint({
    method: 'POST', path: '/api/opinions/:id/answer', who: judges,
    summary: { zh: '答复意见：同意、不同意、附条件', en: 'Answer: agree, disagree, on conditions' },
    input: giveOpinionInput, output: opinionOutput, run: giveOpinion,
  }),
};

const promises = {
  'cases.hand-in-later': endpoint({
    method: 'POST', path: '/api/cases/:id/hand-in-later', who: filer, refusals: conflict,
    summary: { zh: '补交受理时承诺的材料', en: 'Hand in what was promised at acceptance' },
    input: handInInput, output: handInOutput, run: handInLater,
  }),
  'cases.grant-on-promise': endpoint({
    method: 'POST', path: '/api/cases/:id/grant-on-promise', who: officer, refusals: conflict,
    summary: { zh: '凭告知承诺当场准予', en: 'Grant at once on the written promise' },
    input: grantOnPromiseInput, output: grantOnPromiseOutput, run: grantOnPromise,
  }),
  'cases.promises': endpoint({
    method: 'GET', path: '/api/promises', who: staff,
    summary: { zh: '承诺台账', en: 'The ledger of promises' },
    input: ledgerInput, output: ledgerOutput, run: promiseLedger,
  }),
  'cases.check-promise': endpoint({
    method: 'POST', path: '/api/promises/:id/check', who: ['reviewer'], refusals: conflict,
    summary: { zh: '核查一条告知承诺是否属实', en: 'Check whether a promise was true' },
    input: checkPromiseInput, output: promiseAnswer, run: checkPromise,
  }),
  'cases.decide-breach': endpoint({
    method: 'POST', path: '/api/promises/:id/decide', who: ['decider'], refusals: conflict,
    summary: { zh: '承诺不实的处理：撤销证照，或限期整改', en: 'A promise was untrue: annul the licence, or time to mend' },
    input: decideBreachInput, output: promiseAnswer, run: decideBreach,
  }),
  'cases.repair-promise': endpoint({
    method: 'POST', path: '/api/promises/:id/repair', who: ['decider'], refusals: conflict,
    summary: { zh: '没有兑现的承诺已经补正', en: 'A broken promise was put right' },
    input: repairInput, output: promiseAnswer, run: repairPromise,
  }),
};

export const besideEndpoints = { ...talk, ...opinions, ...promises };
