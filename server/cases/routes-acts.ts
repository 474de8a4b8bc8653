/** The door to the street: what officers do with a case. One sentence an endpoint. */
import { endpoint } from '#identity';
import { accept, acceptInput, acceptOutput } from './accept.ts';
import { askSupplement, askSupplementInput, askSupplementOutput } from './ask-supplement.ts';
import { claim, claimInput, claimOutput, handBack } from './claim.ts';
import { decide, decideInput, decideOutput } from './decide.ts';
import { chooseDelivery, chooseInput, chooseOutput } from './delivery.ts';
import { deliver, deliverInput, deliverOutput } from './deliver.ts';
import { approveDestruction, approveInput, certificateOutput, destructionDue, dueInput, dueOutput, proposeDestruction, proposeInput } from './destroy.ts';
import { packageInput, packageOutput, readPackage } from './make-package.ts';
import { issue, issueInput, issueOutput } from './issue.ts';
import { notAccept, notAcceptInput, notAcceptOutput } from './not-accept.ts';
import { payOrder, payOrderInput, payOrderOutput } from './pay-order.ts';
import { extend, extendInput } from './extend.ts';
import { endProcedure, endProcedureInput, procedureOutput, startProcedure, startProcedureInput } from './procedure.ts';
import { raise, raiseInput, raiseOutput } from './raise.ts';
import { confirmInput, confirmReceipt, notArrived, notArrivedInput, postInput, postOutput, postResult, proofInput, proofOutput, uploadProof } from './post.ts';
import { proposeRefusal, proposeRefusalInput, reviewCase, reviewInput, reviewOutput } from './review.ts';
import { settle, settleInput, settleOutput } from './settle.ts';
import { terminate, terminateInput, terminateOutput } from './terminate.ts';

const officer = ['clerk', 'reviewer', 'decider'] as const;
const conflict = [409] as const;

export const actEndpoints = {
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
  'cases.package': endpoint({
    method: 'GET', path: '/api/cases/:id/package', who: ['decider'], answer: 'file', refusals: conflict,
    summary: { zh: '下载归档包', en: 'Download the archive package' },
    input: packageInput, output: packageOutput, run: readPackage,
  }),
  'cases.destruction-due': endpoint({
    method: 'GET', path: '/api/cases/destruction', who: ['decider', 'supervisor'],
    summary: { zh: '保管期满、可以销毁的', en: 'What was kept long enough' },
    input: dueInput, output: dueOutput, run: destructionDue,
  }),
  'cases.propose-destruction': endpoint({
    method: 'POST', path: '/api/cases/:id/destruction', who: ['decider', 'supervisor'], refusals: conflict,
    summary: { zh: '提出销毁', en: 'Propose to destroy' },
    input: proposeInput, output: certificateOutput, run: proposeDestruction,
  }),
  'cases.approve-destruction': endpoint({
    method: 'POST', path: '/api/cases/:id/destruction/approve', who: ['decider', 'supervisor'], refusals: conflict,
    summary: { zh: '由另一个人核准销毁，留下证明', en: 'Another approves; a certificate stays' },
    input: approveInput, output: certificateOutput, run: approveDestruction,
  }),
  'cases.choose-delivery': endpoint({
    method: 'POST', path: '/api/cases/:id/delivery', who: ['citizen', 'agent', 'clerk'], refusals: conflict,
    summary: { zh: '选结果怎么领取：下载、窗口、邮寄', en: 'Choose how the result is received' },
    input: chooseInput, output: chooseOutput, run: chooseDelivery,
  }),
  'cases.post': endpoint({
    method: 'POST', path: '/api/cases/:id/post', who: officer, refusals: conflict,
    summary: { zh: '登记寄出：快递公司和单号', en: 'Post the result: carrier and number' },
    input: postInput, output: postOutput, run: postResult,
  }),
  'cases.delivery-proof': endpoint({
    method: 'POST', path: '/api/cases/:id/delivery/proof', who: officer, body: 'bytes', refusals: [409, 413],
    summary: { zh: '上传签收证明', en: 'Upload the proof of a delivery' },
    input: proofInput, output: proofOutput, run: uploadProof,
  }),
  'cases.not-arrived': endpoint({
    method: 'POST', path: '/api/cases/:id/not-arrived', who: ['citizen', 'agent', ...officer], refusals: conflict,
    summary: { zh: '登记没有收到，重新寄', en: 'It did not arrive: it is posted again' },
    input: notArrivedInput, output: postOutput, run: notArrived,
  }),
  'cases.confirm-receipt': endpoint({
    method: 'POST', path: '/api/cases/:id/confirm-receipt', who: ['citizen', 'agent'], refusals: conflict,
    summary: { zh: '申请人确认收到，办结', en: 'The applicant has it: delivered and closed' },
    input: confirmInput, output: postOutput, run: confirmReceipt,
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
