/** The door of cases. */
import './words-en.ts';
import './words-en-told.ts';
import './words-faults-en.ts';
import type { Round, Subscriptions, Task } from '#base';
import { archiveEnded } from './archive.ts';
import { makePackages } from './make-package.ts';
import { checkpoint } from './audit.ts';
import { changeLights } from './change-lights.ts';
import { checkChains } from './check-chain.ts';
import { rewarn } from './light-rule.ts';
import { noteFetched, remindOfResults } from './fetched.ts';
import { dropDraftsOfClosed } from './own-data.ts';
import { makeLeftPapers, makePapers } from './papers.ts';
import { recomputeDue, recomputeRecent } from './recompute.ts';
import { deemAccepted, dropOldDrafts } from './sweep.ts';

export { audit, checkpoint, type Audit } from './audit.ts';
export { checkPackage } from './archive-package.ts';
export { judge } from './make-package.ts';
export { readTemplates } from './paper-templates.ts';
export { actsOf, caseAtCounter, type ContactAct } from './contacts.ts';
export { changeLights } from './change-lights.ts';
export { movedCases, reportedCases, stepNames, type ReportedAct, type ReportedCase } from './report.ts';
export { caseEndpoints } from './routes.ts';
export { casesHeld } from './own-data.ts';
export { redoDigests } from './redo-digests.ts';
export { deemAccepted, dropOldDrafts } from './sweep.ts';

export const caseTasks: Record<string, Task> = {
  'cases.make-papers': makePapers, 'cases.drop-closed-drafts': dropDraftsOfClosed, 'cases.rewarn': rewarn,
  'cases.recompute': recomputeDue, 'cases.note-fetched': noteFetched, 'cases.check-chains': checkChains,
};

export const caseSubscriptions: Subscriptions = {
  'account.closed': [{ task: 'cases.drop-closed-drafts', batch: 20 }],
  'case.acted': [{ task: 'cases.make-papers', batch: 12 }],
  'licence.fetched': [{ task: 'cases.note-fetched', batch: 20 }],
  'lights.changed': [{ task: 'cases.rewarn', batch: 100 }],
  'chains.asked': [{ task: 'cases.check-chains', batch: 1 }],
  'calendar.changed': [{ task: 'cases.recompute', batch: 100 }],
};

export const caseRounds: Round[] = [
  { name: 'deemed acceptance', everySeconds: 60, run: async (world) => void await deemAccepted(world) },
  { name: 'archive', everySeconds: 3600, run: async (world) => void await archiveEnded(world) },
  { name: 'archive packages', everySeconds: 60, run: async (world) => void await makePackages(world) },
  { name: 'results not fetched', everySeconds: 3600, run: async (world) => void await remindOfResults(world) },
  { name: 'old drafts', everySeconds: 3600, run: async (world) => void await dropOldDrafts(world) },
  { name: 'checkpoint', everySeconds: 60, run: async (world) => void await checkpoint(world) },
  { name: 'left papers', everySeconds: 60, run: makeLeftPapers },
  { name: 'lights', everySeconds: 60, run: async (world) => void await changeLights(world) },
  { name: 'due dates of a changed calendar', everySeconds: 60, run: recomputeRecent },
];
