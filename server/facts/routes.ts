/** The facts room's street door: the holder's ledger. */
import { z } from 'zod';
import { endpoint } from '#identity';
import { readLedger } from './ledger.ts';

const page = z
  .string()
  .regex(/^[1-9]\d{0,15}$/, '页码不对，请从第一页重新打开')
  .transform(Number);

const row = z.object({
  at: z.string(),
  who: z.string(),
  what: z.string(),
  purpose: z.string(),
  about: z.enum(['person', 'organisation']),
  case: z.string().optional(),
  caseNumber: z.string().optional(),
});

export const factsEndpoints = {
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
};
