/** The one table against the law as told elsewhere (tests/matrix), cell by cell, and its shape. */
import fs from 'node:fs';
import { describe, expect, test } from 'vitest';
import { courseOfLaw, lawful } from '../../tests/matrix/course-of-law.ts';
import {
  actionNames, actions, actionsFor, after, ended, may, paths, roleNames, roles, stateName, stateNames, states,
  transition, transitions, type Action, type Outcome, type Path, type Role, type State,
} from './states.ts';

const outcomes: (Outcome | null)[] = [null, 'grant', 'refuse'];

describe.each(paths)('%s', (path) => {
  test.each(states)('%s: every action × role × outcome as the law has it', (state) => {
    const wrong: string[] = [];
    let cells = 0;
    for (const action of actions) for (const role of roles) for (const outcome of outcomes) {
      cells += 1;
      const fault = cell({ path, state, outcome }, action, role);
      if (fault) wrong.push(`${action} by ${role} after ${outcome ?? 'nothing'}: ${fault}`);
    }
    expect(wrong).toEqual([]);
    expect(cells).toBe(actions.length * roles.length * outcomes.length);
  });

  test('every state of the path is reached from the draft and, but for archived, left again', () => {
    const mine = Object.keys(courseOfLaw[path]);
    const reached = new Set<string>(['draft']);
    for (let before = 0; before < reached.size;) {
      before = reached.size;
      for (const t of transitions.filter((row) => row.paths.includes(path))) {
        if (t.to !== 'same' && t.from.some((s) => reached.has(s))) reached.add(t.to);
      }
    }
    expect([...reached].toSorted()).toEqual(mine.toSorted());
    const left = mine.filter((state) => transitions.some((t) => t.paths.includes(path)
      && t.from.includes(state as State) && t.to !== 'same' && t.to !== state));
    expect(mine.filter((s) => !left.includes(s))).toEqual(['archived']);
  });

  test('from every state the case can come to an end', () => {
    const away = (from: readonly string[]): string[] => transitions
      .filter((t) => t.paths.includes(path) && t.to !== 'same' && t.from.some((s) => from.includes(s)))
      .map((t) => String(t.to));
    for (const state of Object.keys(courseOfLaw[path])) {
      let seen = [state];
      for (let i = 0; i < states.length; i++) seen = [...new Set([...seen, ...away(seen)])];
      expect(seen, state).toContain('archived');
    }
  });

  const afterwards: readonly string[] = ['check-promise', 'order-mending', 'annul', 'restore-promise'];

  test('an ended case only goes on to the file; an archived one nowhere', () => {
    for (const state of ['closed', 'not-accepted', 'withdrawn', 'terminated'] as const) {
      const possible = actions.filter((a) => roles.some((r) => outcomes.some((outcome) =>
        transition({ path, state, outcome }, a, r))));
      // What is done about a promise leaves the state; nothing but the archive comes after.
      expect(possible.filter((a) => !afterwards.includes(a)), state).toEqual(['archive']);
    }
    expect(actions.filter((a) => roles.some((r) => transition({ path, state: 'archived', outcome: null }, a, r))))
      .toEqual([]);
  });
});

/** What is wrong with one cell of the table, or undefined. */
function cell(
  at: { path: Path; state: State; outcome: Outcome | null }, action: Action, role: Role,
): string | undefined {
  const law = lawful(at.path, at.state, action);
  const allowed = law !== undefined && law.by.has(role)
    && (law.after === undefined || law.after === at.outcome);
  const said = may(at, action, [role]);
  const row = transition(at, action, role);
  if (said.allowed !== (row !== undefined)) return 'may and the table differ';
  // A no says in Chinese what is the matter, and ends as a sentence.
  if (!said.allowed && !/^.*[\u4e00-\u9fff]{4,}.*。$/s.test(said.why)) return `no words: ${said.why}`;
  // A state that this path never comes to has no law; that it is never reached is tested below.
  if (!(at.state in courseOfLaw[at.path])) return undefined;
  if (said.allowed !== allowed) return `allowed ${said.allowed}, by law ${allowed}`;
  const to = said.allowed ? after(at, action, role) : throwsRange(() => after(at, action, role));
  return to === (allowed ? law.to : 'RangeError') ? undefined : `leads to ${to}`;
}

function throwsRange(work: () => unknown): string {
  try {
    return `nothing thrown: ${String(work())}`;
  } catch (error) {
    return (error as Error).name;
  }
}

describe('who says no', () => {
  const negative: State[] = ['not-accepted', 'terminated'];

  test('counter staff have no way to a negative end, and the words send them another way', () => {
    for (const path of paths) for (const state of states) for (const outcome of outcomes) {
      for (const action of actions) {
        const row = transition({ path, state, outcome }, action, 'clerk');
        if (row) expect(negative, `${path} ${state} ${action}`).not.toContain(row.to);
      }
    }
    for (const action of ['not-accept', 'terminate', 'propose-refusal'] as const) {
      const said = may({ path: 'permit', state: action === 'propose-refusal' ? 'accepted' : 'received', outcome: null }, action, ['clerk']);
      expect(said).toEqual({ allowed: false, why: expect.stringContaining('补正') });
    }
  });

  test('only a decider decides, and only what a reviewer had in hands', () => {
    for (const row of transitions.filter((t) => t.action === 'decide')) {
      expect(row.by).toEqual(['decider']);
      for (const state of row.from) {
        const into = transitions.filter((t) => t.to === state && t.from.every((s) => s !== state));
        for (const t of into) expect(['reviewer', 'decider'], `${t.action} → ${state}`).toContain(t.by.join());
      }
    }
  });

  test('an applicant never acts on his own decision, staff never withdraw for him', () => {
    for (const path of paths) for (const state of states) for (const outcome of outcomes) {
      const at = { path, state, outcome };
      const applicants = actions.filter((a) => transition(at, a, 'citizen') || transition(at, a, 'agent'));
      for (const action of applicants) {
        expect(['submit', 'supplement', 'withdraw', 'choose-delivery', 'not-arrived', 'confirm-receipt', 'hand-in-later', 'answer-question', 'choose-delivery', 'not-arrived',
          'confirm-receipt']).toContain(action);
      }
      for (const role of ['clerk', 'reviewer', 'decider', 'supervisor', 'designer', 'system-administrator', 'security-administrator', 'audit-administrator', 'system'] as const) {
        expect(transition(at, 'withdraw', role), `${path} ${state} ${role}`).toBeUndefined();
      }
    }
  });

  test('designer and administrators act on no case, a supervisor only hands out work', () => {
    for (const row of transitions) {
      for (const role of ['designer', 'system-administrator', 'security-administrator', 'audit-administrator'] as const) {
        expect(row.by).not.toContain(role);
      }
      if (row.by.includes('supervisor')) expect([row.action, row.to]).toEqual([expect.stringMatching(/^(assign|relieve)$/), 'same']);
    }
  });
});

test('officers read of the applicant what the applicant reads of himself', () => {
  expect(stateName('supplement-asked', 'applicant').zh).toBe('等您补正');
  expect(stateName('supplement-asked', 'officer').zh).toBe('等申请人补正');
  for (const state of states) expect(stateName(state, 'officer').zh).not.toMatch(/您/);
  const at = { path: 'permit', state: 'supplement-asked', outcome: null } as const;
  for (const role of ['clerk', 'reviewer', 'decider'] as const) {
    for (const action of actions) {
      const answer = may(at, action, [role]);
      if (!answer.allowed) expect(answer.why).not.toContain('您');
    }
  }
});

test('every name is there in both languages; every button of a role is an action of the path', () => {
  for (const state of states) expect(stateNames[state].zh && stateNames[state].en).toBeTruthy();
  for (const action of actions) expect(actionNames[action].name.zh && actionNames[action].done.en).toBeTruthy();
  for (const role of roles) expect(roleNames[role].zh && roleNames[role].en).toBeTruthy();
  for (const path of paths) for (const role of roles) {
    for (const action of actionsFor(path, [role])) {
      const somewhere = states.some((state) => outcomes.some((outcome) => transition({ path, state, outcome }, action, role)));
      expect(somewhere, `${path} ${role} ${action}`).toBe(true);
    }
  }
  expect([...ended].toSorted()).toEqual(
    ['archived', 'closed', 'delivered', 'not-accepted', 'terminated', 'withdrawn']);
});

test('one row an action from each state: no role has to choose between two ends', () => {
  for (const path of paths) for (const state of states) for (const outcome of outcomes) {
    for (const action of actions) for (const role of roles) {
      const rows = transitions.filter((t) => t.action === action && t.paths.includes(path)
        && t.from.includes(state) && t.by.includes(role) && (t.after ?? outcome) === outcome);
      expect(rows.length, `${path} ${state} ${action} ${role}`).toBeLessThanOrEqual(1);
    }
  }
});

test('states.ts is what a browser may import: it imports nothing but its names and knows no process', () => {
  for (const room of ['cases', 'licences']) {
    const source = fs.readFileSync(new URL(`../${room}/states.ts`, import.meta.url), 'utf8');
    const imports = [...source.matchAll(/from '([^']+)'/g)].map((m) => m[1]);
    expect(imports.filter((from) => from !== './state-names.ts')).toEqual([]);
    expect(source).not.toMatch(/\b(require|process|Buffer)\b|import\(/);
  }
});
