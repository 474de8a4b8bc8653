/** The facts room's street door: the holder's ledger. */
import { z } from 'zod';
import { told } from '#base';
import { endpoint } from '#identity';
import {
  answer,
  answerInput,
  correct,
  correctInput,
  corrections,
  correctionsOutput,
  correctOutput,
} from './correct.ts';
import { erase, eraseOutput } from './erase.ts';
import { exporter, exportInput, type Holding } from './export.ts';
import { readLedger } from './ledger.ts';
import { myData, myDataOutput } from './my-data.ts';

const page = z
  .string()
  .regex(/^[1-9]\d{0,15}$/, '页码不对，请从第一页重新打开')
  .transform(Number);

const row = z.object({
  at: z.string(),
  who: told,
  what: told,
  purpose: told,
  about: z.enum(['person', 'organisation']),
  case: z.string().optional(),
  caseNumber: z.string().optional(),
});

/** All endpoints; `holdings`: what the rooms below hold of a person, for his export. */
export const factsEndpoints = (holdings: readonly Holding[]) => ({
  ...ownEndpoints(holdings),
  ...correctionEndpoints,
});

const ownEndpoints = (holdings: readonly Holding[]) => ({
  'facts.ledger': endpoint({
    method: 'GET',
    path: '/api/facts/ledger',
    who: ['citizen'],
    summary: {
      zh: '谁看过我的信息、为了什么事（办事人员姓名隐去）',
      en: 'Who looked at my data and what for, the newest first',
    },
    input: z.object({ page: page.optional() }),
    output: z.object({ rows: z.array(row), next: z.string().nullable() }),
    run: readLedger,
  }),
  'facts.my-data': endpoint({
    method: 'GET',
    path: '/api/facts/mine',
    who: ['citizen'],
    summary: {
      zh: '我的数据：存了什么、从哪里来、依据什么使用',
      en: 'What is held about me, from where, on what basis',
    },
    input: z.object({}),
    output: myDataOutput,
    run: myData,
  }),
  'facts.correct': endpoint({
    method: 'POST',
    path: '/api/facts/mine/correct',
    who: ['citizen'],
    refusals: [409],
    summary: {
      zh: '更正：自己填写的马上改，核对过的请单位核对',
      en: 'Correct: at once what I stated, else by a unit',
    },
    input: correctInput,
    output: correctOutput,
    run: correct,
  }),
  'facts.erase': endpoint({
    method: 'POST',
    path: '/api/facts/mine/erase',
    who: ['citizen'],
    summary: { zh: '清除我自己填写的信息', en: 'Erase what I stated myself' },
    input: z.object({}),
    output: eraseOutput,
    run: erase,
  }),
  'facts.export': endpoint({
    method: 'GET',
    path: '/api/facts/mine/export',
    who: ['citizen'],
    answer: 'file',
    limit: { perMinute: 30 },
    summary: { zh: '导出我的数据（JSON 或网页）', en: 'Export my data, as JSON or a page' },
    input: exportInput,
    output: z.object({}),
    run: exporter(holdings),
  }),
});

const correctionEndpoints = {
  'facts.corrections': endpoint({
    method: 'GET',
    path: '/api/facts/corrections',
    who: ['clerk', 'reviewer', 'decider'],
    summary: { zh: '请本单位核对的更正申请', en: 'Requests for correction that wait for my unit' },
    input: z.object({}),
    output: correctionsOutput,
    run: corrections,
  }),
  'facts.answer-correction': endpoint({
    method: 'POST',
    path: '/api/facts/corrections/:id',
    who: ['clerk', 'reviewer', 'decider'],
    refusals: [409],
    summary: { zh: '答复更正申请', en: 'Answer a request for correction' },
    input: answerInput,
    output: z.object({}),
    run: answer,
  }),
};
