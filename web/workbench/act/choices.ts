/** What an officer is offered on a case: pure, from the answer of `cases.case`. */
import { actionNames, type Action } from '#cases/states';
import type { CaseView } from '../../contract.ts';
import { say } from '../../texts/index.ts';
import { w } from '../words.ts';

/** An action of the table; `decide` is two, for the two ways it can go; `licence` stands outside it. */
export type ActId = Exclude<Action, 'decide'> | 'grant' | 'refuse' | 'licence';

export type Choice = {
  id: ActId;
  name: string;
  key: string | null;
  /** Null when it can be done now. */
  why: string | null;
  tone: 'main' | 'quiet' | 'danger';
};

/** Keys of acts the table gives none: those with a negative end, each with a reason to write. */
export const extraKeys: Partial<Record<ActId, string>> = {
  grant: 'G',
  refuse: 'X',
  'propose-refusal': 'X',
  'not-accept': 'N',
  terminate: 'T',
  licence: 'L',
  supplement: 'S',
  attach: 'W',
  'answer-question': 'H',
  'hand-in-later': 'Y',
  'give-result': 'O',
  'not-arrived': 'R',
};

/** Moves the case on: shown first and filled. */
const forward: readonly ActId[] = [
  'verify',
  'accept',
  'review',
  'grant',
  'settle',
  'issue',
  'pay-order',
  'deliver',
  'post',
  'end-procedure',
  'grant-on-promise',
];
const negative: readonly ActId[] = ['refuse', 'propose-refusal', 'not-accept', 'terminate'];
/** Done by the system or by the applicant alone: no endpoint for officers. */
const notHere: readonly Action[] = [
  'receive',
  'deem-accepted',
  'close',
  'archive',
  'withdraw',
  'submit',
  'choose-delivery',
  'confirm-receipt',
  'give-opinion',
  'place',
  'give-result',
  'recompute',
  'assign',
  'relieve',
];

type Offered = CaseView['actions'][number];

/** Name of an act on a button. */
export function partName(id: ActId): string {
  if (id === 'grant') return w('act.grant');
  if (id === 'refuse') return w('act.refuse');
  if (id === 'licence') return w('licence.act');
  return say(actionNames[id].name);
}

function keyFor(id: ActId, offered: Offered): string | null {
  return offered.key ?? extraKeys[id] ?? null;
}

function toneOf(id: ActId): Choice['tone'] {
  if (negative.includes(id)) return 'danger';
  return forward.includes(id) ? 'main' : 'quiet';
}

/** What the last review said: null before any, and again once a special procedure was begun. */
export function opinionOf(view: Pick<CaseView, 'log'>): 'grant' | 'refuse' | null {
  const last = view.log.findLast(
    ({ action }) => ['review', 'propose-refusal', 'start-procedure', 'return-review'].includes(action),
  );
  if (last === undefined || ['start-procedure', 'return-review'].includes(last.action)) return null;
  return last.action === 'review' ? 'grant' : 'refuse';
}

/** A decision can go two ways; which one depends on what the reviewer wrote. */
function decisions(view: CaseView, offered: Offered): Choice[] {
  const opinion = opinionOf(view);
  const shut = (id: 'grant' | 'refuse'): string | null => {
    if (!offered.allowed) return offered.why;
    if (opinion === null) return w('act.reviewFirst');
    if (id === 'refuse' && opinion !== 'refuse') return w('act.notProposed');
    return null;
  };
  return (['grant', 'refuse'] as const).map((id) => ({
    id,
    name: partName(id),
    key: extraKeys[id] ?? null,
    why: shut(id),
    tone: id === 'refuse' || opinion === 'refuse' ? (id === 'refuse' ? 'danger' : 'quiet') : 'main',
  }));
}

/** Without the advice to load the page anew: it follows the news by itself. */
function shortWhy(why: string | null): string | null {
  return why === null ? null : why.replace(/请刷新页面看看最新进展。| Reload the page to see how it stands\.$/, '');
}

/** Everything this officer's roles have on this path, what can be done now first. */
export function choicesOf(view: CaseView): Choice[] {
  const all = view.actions.flatMap((offered): Choice[] => {
    const action = offered.action as Action;
    if (notHere.includes(action)) return [];
    if (action === 'decide') return decisions(view, offered);
    const online = action === 'supplement' && view.channel === 'online';
    const why = offered.allowed && online ? w('act.applicantMends') : shortWhy(offered.why);
    return [
      {
        id: action,
        name: partName(action),
        key: keyFor(action, offered),
        why,
        tone: toneOf(action),
      },
    ];
  });
  return all.toSorted((a, b) => rank(a) - rank(b));
}

function rank(choice: Choice): number {
  if (choice.tone === 'main') return 0;
  return choice.tone === 'quiet' ? 1 : 2;
}

/** What a key does: an act that can be done now comes before one that cannot. */
export function byKey(choices: Choice[], key: string): Choice | undefined {
  const same = choices.filter((choice) => choice.key === key);
  return same.find((choice) => choice.why === null) ?? same[0];
}
