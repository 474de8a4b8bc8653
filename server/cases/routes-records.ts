/** The door to the street for what stays: the log of acts, its check, the archive. */
import { endpoint } from '#identity';
import { chainChecks, checkChain, checkInput, checkOutput, checksInput, checksOutput } from './check-chain.ts';
import { actsInput, actsOutput, readActs } from './read-acts.ts';

const auditor = ['audit-administrator'] as const;

export const recordEndpoints = {
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
