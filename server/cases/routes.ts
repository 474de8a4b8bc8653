/** The door to the street: cases and drafts. One sentence an endpoint. */
import { z } from 'zod';
import { endpoint } from '#identity';
import { actEndpoints } from './routes-acts.ts';
import { besideEndpoints } from './routes-beside.ts';
import { discardDraft, draftId, draftsOutput, myDrafts, readDraft } from './drafts.ts';
import { draftOutput } from './draft-view.ts';
import { find, findInput, findOutput, mine, mineInput, mineOutput } from './lists.ts';
import { fileInput, fileOutput, openFile } from './open-file.ts';
import { queue, queueInput, queueOutput } from './queue.ts';
import { queueEndpoints } from './routes-queue.ts';
import { recordEndpoints } from './routes-records.ts';
import { removeMember, removeMemberInput } from './remove-member.ts';
import { saveDraft, saveInput, saveOutput } from './save-draft.ts';
import { startDraft, startInput, startOutput } from './start-draft.ts';
import { submit, submitInput, submitOutput } from './submit.ts';
import { supplement, supplementInput, supplementOutput } from './supplement.ts';
import { removeDocument, removeInput, uploadInput, uploadOutput, uploadToCase, uploadToDraft } from './upload.ts';
import { togetherEndpoints } from './routes-together.ts';
import { viewCase, viewInput, viewOutput } from './view.ts';
import { withdraw, withdrawInput, withdrawOutput } from './withdraw.ts';

const filer = ['citizen', 'agent', 'clerk'] as const;
const applicant = ['citizen', 'agent'] as const;
const staff = ['clerk', 'reviewer', 'decider', 'supervisor'] as const;
const nothing = z.object({});
const conflict = [409] as const;

const drafts = {
  'cases.start': endpoint({
    method: 'POST', path: '/api/cases/drafts', who: filer, refusals: [409, 410],
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
  'cases.remove-member': endpoint({
    method: 'POST', path: '/api/cases/drafts/:id/members/remove', who: filer, refusals: conflict,
    summary: { zh: '从名单里删掉一位，后面的人和材料跟着往前移', en: 'Take one member of a party out, with his documents' },
    input: removeMemberInput, output: draftOutput, run: removeMember,
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
    method: 'POST', path: '/api/cases/drafts/:id/submit', who: filer, refusals: [409, 410],
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

export const caseEndpoints = {
  ...drafts, ...lists, ...queueEndpoints, ...mending, ...actEndpoints, ...besideEndpoints, ...togetherEndpoints,
  ...recordEndpoints,
};
