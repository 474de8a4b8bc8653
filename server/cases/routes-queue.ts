/** The door to the street: the queue and who does its work. One sentence an endpoint. */
import { z } from 'zod';
import { endpoint } from '#identity';
import {
  absences, absencesInput, absencesOutput, awayInput, awayOutput, backInput, comeBack, goAway,
} from './absence.ts';
import {
  calendarInput, calendarOutput, calendarYears, setCalendar, setCalendarInput, setCalendarOutput,
} from './calendar.ts';
import { colleagues, colleaguesInput, colleaguesOutput } from './assign.ts';
import { batch, batchInput, batchOutput, handOver, handOverInput } from './batch.ts';
import { exportQueue, exportInput } from './export-queue.ts';
import { lightRuleInput, lightRuleNow, lightRuleOutput, setLightRule, setLightRuleInput } from './light-rule.ts';
import {
  answerOrder, answerOrderInput, supervision, supervisionInput, supervisionOutput,
} from './supervision.ts';

const staff = ['clerk', 'reviewer', 'decider', 'supervisor'] as const;
const managers = ['decider', 'supervisor'] as const;
const conflict = [409] as const;
const nothing = z.object({});

export const queueEndpoints = {
  'cases.batch': endpoint({
    method: 'POST', path: '/api/cases/batch', who: staff,
    summary: { zh: '一次办最多 100 件，每件各有结果', en: 'One act on up to 100 cases, each with its own result' },
    input: batchInput, output: batchOutput, run: batch,
  }),
  'cases.hand-over': endpoint({
    method: 'POST', path: '/api/cases/hand-over', who: managers,
    summary: { zh: '把一位同事手上的全部办件交给别人', en: 'Hand all cases of an officer over to others' },
    input: handOverInput, output: batchOutput, run: handOver,
  }),
  'cases.export': endpoint({
    method: 'GET', path: '/api/cases/queue/export', who: staff, answer: 'file',
    summary: { zh: '把列出的办件导出成表格', en: 'The listed cases as a spreadsheet' },
    input: exportInput, output: nothing, run: exportQueue,
  }),
  'cases.colleagues': endpoint({
    method: 'GET', path: '/api/cases/colleagues', who: staff,
    summary: { zh: '本单位办件的同事，谁在请假', en: 'Colleagues who work on cases, and who is away' },
    input: colleaguesInput, output: colleaguesOutput, run: colleagues,
  }),
  'cases.absences': endpoint({
    method: 'GET', path: '/api/cases/absences', who: staff,
    summary: { zh: '现在和以后的请假', en: 'Absences now and to come' },
    input: absencesInput, output: absencesOutput, run: absences,
  }),
  'cases.go-away': endpoint({
    method: 'POST', path: '/api/cases/absences', who: staff, refusals: conflict,
    summary: { zh: '登记请假和代理人', en: 'Enter an absence with a deputy' },
    input: awayInput, output: awayOutput, run: goAway,
  }),
  'cases.come-back': endpoint({
    method: 'POST', path: '/api/cases/absences/:id/end', who: staff,
    summary: { zh: '结束或取消请假', en: 'End an absence' }, input: backInput, output: nothing, run: comeBack,
  }),
  'cases.supervision': endpoint({
    method: 'GET', path: '/api/cases/supervision', who: managers,
    summary: { zh: '亮灯情况、亮灯记录和督办单', en: 'Lights by unit and item, their changes, orders' },
    input: supervisionInput, output: supervisionOutput, run: supervision,
  }),
  'cases.answer-order': endpoint({
    method: 'POST', path: '/api/cases/orders/:id/answer', who: ['decider'], refusals: conflict,
    summary: { zh: '答复督办单', en: 'Answer a supervision order' },
    input: answerOrderInput, output: nothing, run: answerOrder,
  }),
  'cases.light-rule': endpoint({
    method: 'GET', path: '/api/cases/light-rule', who: [...staff, 'system-administrator'],
    summary: { zh: '亮灯规则', en: 'When lights turn' },
    input: lightRuleInput, output: lightRuleOutput, run: lightRuleNow,
  }),
  'cases.set-light-rule': endpoint({
    method: 'POST', path: '/api/cases/light-rule', who: ['system-administrator'],
    summary: { zh: '修改亮灯规则', en: 'Change when lights turn' },
    input: setLightRuleInput, output: lightRuleOutput, run: setLightRule,
  }),
  'cases.calendar': endpoint({
    method: 'GET', path: '/api/calendar', who: [...staff, 'system-administrator'],
    summary: { zh: '每年的放假和调休安排，各版本', en: 'Holidays and make-up days by year, all versions' },
    input: calendarInput, output: calendarOutput, run: calendarYears,
  }),
  'cases.set-calendar': endpoint({
    method: 'POST', path: '/api/calendar', who: ['system-administrator'], refusals: conflict,
    summary: { zh: '录入一年的放假安排，期限随后重算', en: 'Enter a year; open deadlines are computed anew' },
    input: setCalendarInput, output: setCalendarOutput, run: setCalendar,
  }),
};
