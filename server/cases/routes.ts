/** The door to the street: cases and drafts. One sentence an endpoint. */
import { z } from 'zod';
import { endpoint } from '#identity';
import { accept, acceptInput, acceptOutput } from './accept.ts';
import { askSupplement, askSupplementInput, askSupplementOutput } from './ask-supplement.ts';
import { claim, claimInput, claimOutput, handBack } from './claim.ts';
import { decide, decideInput, decideOutput } from './decide.ts';
import { deliver, deliverInput, deliverOutput } from './deliver.ts';
import { discardDraft, draftId, draftsOutput, myDrafts, readDraft } from './drafts.ts';
import { draftOutput } from './draft-view.ts';
import { issue, issueInput, issueOutput } from './issue.ts';
import { find, findInput, findOutput, mine, mineInput, mineOutput, queue, queueInput, queueOutput } from './lists.ts';
import { notAccept, notAcceptInput, notAcceptOutput } from './not-accept.ts';
import { fileInput, fileOutput, openFile } from './open-file.ts';
import { payOrder, payOrderInput, payOrderOutput } from './pay-order.ts';
import { endProcedure, endProcedureInput, extend, extendInput, procedureOutput, startProcedure, startProcedureInput } from './procedure.ts';
import { raise, raiseInput, raiseOutput } from './raise.ts';
import { proposeRefusal, proposeRefusalInput, reviewCase, reviewInput, reviewOutput } from './review.ts';
import { saveDraft, saveInput, saveOutput } from './save-draft.ts';
import { settle, settleInput, settleOutput } from './settle.ts';
import { startDraft, startInput, startOutput } from './start-draft.ts';
import { submit, submitInput, submitOutput } from './submit.ts';
import { supplement, supplementInput, supplementOutput } from './supplement.ts';
import { terminate, terminateInput, terminateOutput } from './terminate.ts';
import { removeDocument, removeInput, uploadInput, uploadOutput, uploadToCase, uploadToDraft } from './upload.ts';
import { viewCase, viewInput, viewOutput } from './view.ts';
import { withdraw, withdrawInput, withdrawOutput } from './withdraw.ts';

const filer = ['citizen', 'agent', 'clerk'] as const;
const applicant = ['citizen', 'agent'] as const;
const staff = ['clerk', 'reviewer', 'decider', 'supervisor'] as const;
const officer = ['clerk', 'reviewer', 'decider'] as const;
const nothing = z.object({});
const conflict = [409] as const;

const drafts = {
  'cases.start': endpoint({
    method: 'POST', path: '/api/cases/drafts', who: filer, refusals: conflict,
    summary: { zh: '开始填一份申请，已知的内容自动带出', en: 'Begin a draft, prefilled with what is known' },
    input: startInput, output: startOutput, run: startDraft,
  }),
  'cases.drafts': endpoint({
    method: 'GET', path: '/api/cases/drafts', who: filer,
    summary: { zh: '我的草稿', en: 'My drafts' }, input: nothing, output: draftsOutput, run: myDrafts,
  }),
  'cases.draft': endpoint({
    method: 'GET', path: '/api/cases/drafts/:id', who: filer,
    summary: { zh: '一份草稿：内容、指南、还缺什么', en: 'One draft with guide, form and what lacks' },
    input: draftId, output: draftOutput, run: readDraft,
  }),
  'cases.save': endpoint({
    method: 'PATCH', path: '/api/cases/drafts/:id', who: filer, refusals: conflict,
    summary: { zh: '保存草稿里填的内容（If-Match 写看到的版本）', en: 'Save what was typed (If-Match: version)' },
    input: saveInput, output: saveOutput, run: saveDraft,
  }),
  'cases.upload': endpoint({
    method: 'POST', path: '/api/cases/drafts/:id/documents', who: filer, body: 'bytes', refusals: [409, 413, 415],
    summary: { zh: '给草稿上传一个材料文件', en: 'Hand in a document to a draft' },
    input: uploadInput, output: uploadOutput, run: uploadToDraft,
  }),
  'cases.remove-document': endpoint({
    method: 'POST', path: '/api/cases/drafts/:id/documents/:document/remove', who: filer,
    summary: { zh: '从草稿里拿掉一个文件', en: 'Take a document out of a draft' },
    input: removeInput, output: nothing, run: removeDocument,
  }),
  'cases.discard': endpoint({
    method: 'POST', path: '/api/cases/drafts/:id/discard', who: filer,
    summary: { zh: '丢掉一份草稿', en: 'Discard a draft' }, input: draftId, output: nothing, run: discardDraft,
  }),
  'cases.submit': endpoint({
    method: 'POST', path: '/api/cases/drafts/:id/submit', who: filer, refusals: conflict,
    summary: { zh: '提交申请', en: 'Submit a draft: it becomes a case' },
    input: submitInput, output: submitOutput, run: submit,
  }),
};

const lists = {
  'cases.mine': endpoint({
    method: 'GET', path: '/api/cases/mine', who: applicant,
    summary: { zh: '我的办件', en: 'My cases' }, input: mineInput, output: mineOutput, run: mine,
  }),
  'cases.queue': endpoint({
    method: 'GET', path: '/api/cases/queue', who: staff,
    summary: { zh: '待办：我的、本单位的、超时的', en: 'The officer’s queue' },
    input: queueInput, output: queueOutput, run: queue,
  }),
  'cases.find': endpoint({
    method: 'GET', path: '/api/cases/find', who: staff, limit: { perMinute: 60 },
    summary: { zh: '按编号、姓名、证件号找办件', en: 'Find cases by number, name or identity number' },
    input: findInput, output: findOutput, run: find,
  }),
  'cases.case': endpoint({
    method: 'GET', path: '/api/cases/:id', who: ['citizen', 'agent', ...staff],
    summary: { zh: '一件办件的全部进展', en: 'One case with its whole course' },
    input: viewInput, output: viewOutput, run: viewCase,
  }),
  'cases.file': endpoint({
    method: 'GET', path: '/api/files/:id', who: ['citizen', 'agent', ...staff], answer: 'file', refusals: conflict,
    summary: { zh: '打开一份材料或文书', en: 'Open a document or paper of a case' },
    input: fileInput, output: fileOutput, run: openFile,
  }),
};

const mending = {
  'cases.upload-supplement': endpoint({
    method: 'POST', path: '/api/cases/:id/documents', who: filer, body: 'bytes', refusals: [409, 413, 415],
    summary: { zh: '补正时上传一个材料文件', en: 'Hand in a document for a supplement' },
    input: uploadInput, output: uploadOutput, run: uploadToCase,
  }),
  'cases.supplement': endpoint({
    method: 'POST', path: '/api/cases/:id/supplement', who: filer, refusals: conflict,
    summary: { zh: '提交补正', en: 'Send the supplement that was asked for' },
    input: supplementInput, output: supplementOutput, run: supplement,
  }),
  'cases.withdraw': endpoint({
    method: 'POST', path: '/api/cases/:id/withdraw', who: applicant, refusals: conflict,
    summary: { zh: '撤回申请', en: 'Withdraw an application' },
    input: withdrawInput, output: withdrawOutput, run: withdraw,
  }),
};

const acts = {
  'cases.ask-supplement': endpoint({
    method: 'POST', path: '/api/cases/:id/ask-supplement', who: officer, refusals: conflict,
    summary: { zh: '一次告知需要补正的全部内容', en: 'Tell once and completely what is needed' },
    input: askSupplementInput, output: askSupplementOutput, run: askSupplement,
  }),
  'cases.accept': endpoint({
    method: 'POST', path: '/api/cases/:id/accept', who: officer, refusals: conflict,
    summary: { zh: '受理', en: 'Accept a case' }, input: acceptInput, output: acceptOutput, run: accept,
  }),
  'cases.not-accept': endpoint({
    method: 'POST', path: '/api/cases/:id/not-accept', who: officer, refusals: conflict,
    summary: { zh: '不予受理', en: 'Do not accept a case' },
    input: notAcceptInput, output: notAcceptOutput, run: notAccept,
  }),
  'cases.review': endpoint({
    method: 'POST', path: '/api/cases/:id/review', who: officer, refusals: conflict,
    summary: { zh: '审查通过，送决定', en: 'Review passed, on to decision' },
    input: reviewInput, output: reviewOutput, run: reviewCase,
  }),
  'cases.propose-refusal': endpoint({
    method: 'POST', path: '/api/cases/:id/propose-refusal', who: officer, refusals: conflict,
    summary: { zh: '拟不予，送负责人', en: 'Propose a refusal' },
    input: proposeRefusalInput, output: reviewOutput, run: proposeRefusal,
  }),
  'cases.start-procedure': endpoint({
    method: 'POST', path: '/api/cases/:id/start-procedure', who: officer, refusals: conflict,
    summary: { zh: '开始特别程序，停表', en: 'Start a special procedure: the clock stops' },
    input: startProcedureInput, output: procedureOutput, run: startProcedure,
  }),
  'cases.end-procedure': endpoint({
    method: 'POST', path: '/api/cases/:id/end-procedure', who: officer, refusals: conflict,
    summary: { zh: '结束特别程序，恢复计时', en: 'End a special procedure: the clock runs again' },
    input: endProcedureInput, output: procedureOutput, run: endProcedure,
  }),
  'cases.extend': endpoint({
    method: 'POST', path: '/api/cases/:id/extend', who: officer, refusals: conflict,
    summary: { zh: '延长办理期限', en: 'Extend the time for decision' },
    input: extendInput, output: procedureOutput, run: extend,
  }),
  'cases.decide': endpoint({
    method: 'POST', path: '/api/cases/:id/decide', who: officer, refusals: conflict,
    summary: { zh: '作出准予或不予的决定', en: 'Grant or refuse' },
    input: decideInput, output: decideOutput, run: decide,
  }),
  'cases.settle': endpoint({
    method: 'POST', path: '/api/cases/:id/settle', who: officer, refusals: conflict,
    summary: { zh: '当场办结', en: 'Accept and decide in one act' },
    input: settleInput, output: settleOutput, run: settle,
  }),
  'cases.issue': endpoint({
    method: 'POST', path: '/api/cases/:id/issue', who: officer, refusals: conflict,
    summary: { zh: '制作证照', en: 'Make the licence' }, input: issueInput, output: issueOutput, run: issue,
  }),
  'cases.pay-order': endpoint({
    method: 'POST', path: '/api/cases/:id/pay-order', who: officer, refusals: conflict,
    summary: { zh: '通知发放', en: 'Order the payment' },
    input: payOrderInput, output: payOrderOutput, run: payOrder,
  }),
  'cases.deliver': endpoint({
    method: 'POST', path: '/api/cases/:id/deliver', who: officer, refusals: conflict,
    summary: { zh: '送达并办结', en: 'Deliver the result and close' },
    input: deliverInput, output: deliverOutput, run: deliver,
  }),
  'cases.terminate': endpoint({
    method: 'POST', path: '/api/cases/:id/terminate', who: officer, refusals: conflict,
    summary: { zh: '终止办理', en: 'Terminate a case' },
    input: terminateInput, output: terminateOutput, run: terminate,
  }),
  'cases.raise': endpoint({
    method: 'POST', path: '/api/cases/:id/raise', who: officer, refusals: conflict,
    summary: { zh: '提请部门研究', en: 'Raise a case to the unit' },
    input: raiseInput, output: raiseOutput, run: raise,
  }),
  'cases.claim': endpoint({
    method: 'POST', path: '/api/cases/:id/claim', who: officer, refusals: conflict,
    summary: { zh: '领办', en: 'Take a case in hand' }, input: claimInput, output: claimOutput, run: claim,
  }),
  'cases.hand-back': endpoint({
    method: 'POST', path: '/api/cases/:id/hand-back', who: officer, refusals: conflict,
    summary: { zh: '退回待办', en: 'Hand a case back' }, input: claimInput, output: claimOutput, run: handBack,
  }),
};

export const caseEndpoints = { ...drafts, ...lists, ...mending, ...acts };
