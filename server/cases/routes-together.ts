/** The door to the street where several persons are in a case: consents, children, places, registrations. */
import { z } from 'zod';
import { endpoint } from '#identity';
import { chooseChild, chooseChildInput, chooseChildOutput } from './choose-child.ts';
import {
  answerConsent, consentAnswerInput, consentInput, consentOutput, consentSaveInput, consentsOutput, invite,
  inviteInput, inviteOutput, myConsents, readConsent, saveConsent,
} from './consent-acts.ts';
import { draw, drawInput, drawOutput, readRound, roundInput, roundOutput } from './draw.ts';
import { opening, openingInput, openingOutput } from './opening.ts';
import { giveResult, resultInput, resultOutput } from './results.ts';
import { verify, verifyInput, verifyOutput } from './registration.ts';
import { freeSlots, setSlot, setSlotInput, slotsInput, slotsOutput } from './slots.ts';

const filer = ['citizen', 'agent', 'clerk'] as const;
const officer = ['clerk', 'reviewer', 'decider'] as const;
const nothing = z.object({});
const conflict = [409] as const;

export const togetherEndpoints = {
  'cases.invite': endpoint({
    method: 'POST', path: '/api/cases/drafts/:id/consents', who: filer, refusals: conflict,
    summary: { zh: '请草稿里写的另一位同意', en: 'Ask the second person named in a draft to agree' },
    input: inviteInput, output: inviteOutput, run: invite,
  }),
  'cases.consents': endpoint({
    method: 'GET', path: '/api/cases/consents', who: ['citizen'],
    summary: { zh: '等我同意的', en: 'What waits for my consent' },
    input: nothing, output: consentsOutput, run: myConsents,
  }),
  'cases.consent': endpoint({
    method: 'GET', path: '/api/cases/consents/:id', who: ['citizen'],
    summary: { zh: '我要同意的内容和我自己的部分', en: 'What I am to agree to, and my own part' },
    input: consentInput, output: consentOutput, run: readConsent,
  }),
  'cases.consent-save': endpoint({
    method: 'PATCH', path: '/api/cases/consents/:id', who: ['citizen'], refusals: conflict,
    summary: { zh: '保存我自己的部分（If-Match 写看到的版本）', en: 'Save my own part (If-Match: version)' },
    input: consentSaveInput, output: consentOutput, run: saveConsent,
  }),
  'cases.consent-answer': endpoint({
    method: 'POST', path: '/api/cases/consents/:id/answer', who: ['citizen'], refusals: conflict,
    summary: { zh: '同意、不同意或收回', en: 'Agree, decline or take it back' },
    input: consentAnswerInput, output: consentOutput, run: answerConsent,
  }),
  'cases.choose-child': endpoint({
    method: 'POST', path: '/api/cases/drafts/:id/child', who: filer,
    summary: { zh: '选这件事是给哪个孩子办', en: 'Which of his children a draft is about' },
    input: chooseChildInput, output: chooseChildOutput, run: chooseChild,
  }),
  'cases.slots': endpoint({
    method: 'GET', path: '/api/cases/slots', who: 'signed-in',
    summary: { zh: '可以约的日期和时段', en: 'Days and sessions that can be booked' },
    input: slotsInput, output: slotsOutput, run: freeSlots,
  }),
  'cases.opening': endpoint({
    method: 'GET', path: '/api/cases/openings/:item', who: 'anyone', refusals: [410],
    summary: {
      zh: '什么时候能登记，还有多少名额', en: 'When registration opens and closes, and how many places are left',
    },
    input: openingInput, output: openingOutput, run: opening,
  }),
  'cases.set-slot': endpoint({
    method: 'POST', path: '/api/cases/slots', who: officer,
    summary: { zh: '设一个时段收多少人', en: 'How many a session takes' },
    input: setSlotInput, output: nothing, run: setSlot,
  }),
  'cases.give-result': endpoint({
    method: 'POST', path: '/api/cases/:id/results', who: officer, body: 'bytes', refusals: [409, 413],
    summary: { zh: '给一个人出具他本人的结果', en: 'Give one person of a case his own result' },
    input: resultInput, output: resultOutput, run: giveResult,
  }),
  'cases.verify': endpoint({
    method: 'POST', path: '/api/cases/:id/verify', who: ['clerk', 'reviewer'], refusals: conflict,
    summary: { zh: '报名验证通过', en: 'What was registered is right' },
    input: verifyInput, output: verifyOutput, run: verify,
  }),
  'cases.round': endpoint({
    method: 'GET', path: '/api/cases/registrations/:item', who: [...officer, 'supervisor'],
    summary: { zh: '一轮登记：名额、志愿、验证和录取', en: 'How a round of registrations stands' },
    input: roundInput, output: roundOutput, run: readRound,
  }),
  'cases.place': endpoint({
    method: 'POST', path: '/api/cases/registrations/:item/draw', who: ['decider'], refusals: conflict,
    summary: { zh: '统一录取，发出通知', en: 'Give the places to all and tell them' },
    input: drawInput, output: drawOutput, run: draw,
  }),
};
