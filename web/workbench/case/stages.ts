/** The stages of a path with what the log says of each. Pure. */
import type { CaseView } from '../../contract.ts';
import { moment } from '../../texts/format.ts';
import { say } from '../../texts/index.ts';
import { w } from '../words.ts';
import { ended, stateNames, type Action, type State } from '#cases/states';

type Part = { id: string; name: string; by: readonly Action[] };

const submit: Part = { id: 'submit', get name() { return w('stage.submit'); }, by: ['submit'] };
const accept: Part = { id: 'accept', get name() { return w('stage.accept'); }, by: ['accept', 'deem-accepted'] };
const review: Part = { id: 'review', get name() { return w('stage.review'); }, by: ['review', 'propose-refusal'] };
const decide: Part = { id: 'decide', get name() { return w('stage.decide'); }, by: ['decide'] };
const issue: Part = { id: 'issue', get name() { return w('stage.issue'); }, by: ['issue'] };
const pay: Part = { id: 'pay', get name() { return w('stage.pay'); }, by: ['pay-order'] };
const deliver: Part = { id: 'deliver', get name() { return w('stage.deliver'); }, by: ['deliver'] };

const parts: Record<string, readonly Part[]> = {
  permit: [submit, accept, review, decide, issue, deliver],
  allowance: [submit, accept, review, decide, pay, deliver],
  registration: [submit, { id: 'verify', get name() { return w('stage.verify'); }, by: ['verify'] },
    { id: 'place', get name() { return w('stage.place'); }, by: ['place'] }, deliver],
  instant: [submit, { id: 'settle', get name() { return w('stage.settle'); }, by: ['settle'] }, deliver],
};

export type Stage = {
  id: string;
  name: string;
  at: string | null;
  state: 'done' | 'now' | 'ahead';
};

/** An instant item that was not settled at once went the way of a decision. */
function partsOf({ procedure, log }: Pick<CaseView, 'procedure' | 'log'>): readonly Part[] {
  const decided = log.some(({ action }) => action === 'propose-refusal' || action === 'decide');
  if (procedure === 'instant' && decided) return [submit, review, decide, issue, deliver];
  return parts[procedure] ?? [submit, deliver];
}

/** Refused, withdrawn and terminated cases end where they ended. */
export function stagesOf(view: Pick<CaseView, 'procedure' | 'log' | 'state' | 'outcome'>): Stage[] {
  const all = partsOf(view).filter(
    (part) => view.outcome !== 'refuse' || !['issue', 'pay'].includes(part.id),
  );
  const times = all.map(
    (part) => view.log.findLast(({ action }) => part.by.includes(action as Action))?.at,
  );
  const reached = times.findLastIndex((at) => at !== undefined);
  const over = ended.includes(view.state as State);
  const stages = all.map((part, i): Stage => ({
    id: part.id,
    name: part.name,
    at: times[i] === undefined ? null : moment(times[i]),
    state: i <= reached ? 'done' : i === reached + 1 && !over ? 'now' : 'ahead',
  }));
  if (!over || reached === all.length - 1) return stages;
  const last = view.state as State;
  return [
    ...stages.slice(0, reached + 1),
    { id: 'end', name: say(stateNames[last]), at: null, state: 'now' },
  ];
}
