/** The door to the street for what stays: the log of acts, its check, the archive. */
import { z } from 'zod';
import { endpoint } from '#identity';
import { chainChecks, checkChain, checkInput, checkOutput, checksInput, checksOutput } from './check-chain.ts';
import { declineDestruction, declineInput } from './destroy.ts';
import { archiveInput, archiveOutput, readArchive } from './read-archive.ts';
import { actsInput, actsOutput, readActs } from './read-acts.ts';

const nothing = z.object({});
const keepers = ['decider', 'supervisor'] as const;
const auditor = ['audit-administrator'] as const;

export const recordEndpoints = {
  'cases.archived': endpoint({
    method: 'GET', path: '/api/cases/archive', who: keepers,
    summary: { zh: '归档的办件：保管、到期、拟销毁、已销毁', en: 'Archived cases: kept, due, proposed, destroyed' },
    input: archiveInput, output: archiveOutput, run: readArchive,
  }),
  'cases.decline-destruction': endpoint({
    method: 'POST', path: '/api/cases/:id/destruction/decline', who: keepers, refusals: [409],
    summary: { zh: '不同意或收回销毁', en: 'Decline or take back a proposed destruction' },
    input: declineInput, output: nothing, run: declineDestruction,
  }),
  'cases.acts': endpoint({
    method: 'GET', path: '/api/cases/acts', who: auditor,
    summary: {
      zh: '办件上的每一步：谁、什么时候、做了什么（审计管理员）', en: 'The log of acts on cases, for the audit administrator',
    },
    input: actsInput, output: actsOutput, run: readActs,
  }),
  'cases.chain-checks': endpoint({
    method: 'GET', path: '/api/cases/chain-checks', who: auditor,
    summary: { zh: '完整性校验的记录（审计管理员）', en: 'Integrity checks that were made, and what they found' },
    input: checksInput, output: checksOutput, run: chainChecks,
  }),
  'cases.check-chain': endpoint({
    method: 'POST', path: '/api/cases/chain-checks', who: auditor, refusals: [404, 409],
    summary: {
      zh: '校验一件或全部办件的日志链（审计管理员）', en: 'Check the chain of one case, or have all of them checked',
    },
    input: checkInput, output: checkOutput, run: checkChain,
  }),
};
