import { expect, test } from 'vitest';
import { actionNames, actionsFor, may, paths, states, type Action } from '#cases/states';
import type { CaseView } from '../../contract.ts';
import { byKey, choicesOf, opinionOf } from './choices.ts';
import { faultsOf, firstValues, inputOf, pointsOf, sampleOf } from './read.ts';

type Part = Partial<CaseView>;
const base = {
  channel: 'online',
  log: [],
  actions: [],
  reviewFindings: [],
  materials: [],
  form: [],
  told: null,
  procedures: [],
  stops: [],
  citable: [],
  conditions: [],
  colleagues: [],
  state: 'accepted',
  delivery: { way: 'download', posted: null, proof: null },
} as unknown as CaseView;
const viewOf = (part: Part): CaseView => ({ ...base, ...part });
const offer = (action: Action, why: string | null = null) => ({
  action,
  name: actionNames[action].name,
  allowed: why === null,
  why,
  key: (actionNames[action] as { key?: string }).key ?? null,
});
const did = (action: Action, reason: string | null = null) =>
  ({ action, reason }) as unknown as CaseView['log'][number];

test('a clerk is offered nothing with a negative end, in any state of any path', () => {
  for (const path of paths) {
    for (const state of states) {
      const actions = actionsFor(path, ['clerk']).map((action) => {
        const answer = may({ path, state, outcome: null }, action, ['clerk']);
        return offer(action, answer.allowed ? null : answer.why);
      });
      const shown = choicesOf(viewOf({ actions }));
      expect(shown.filter(({ tone }) => tone === 'danger')).toEqual([]);
      expect(shown.map(({ id }) => id)).not.toContain('refuse');
    }
  }
});

test('a decision goes the way the review went', () => {
  const actions = [offer('decide')];
  const open = (log: CaseView['log']) =>
    choicesOf(viewOf({ actions, log }))
      .filter(({ why }) => why === null)
      .map(({ id }) => id);
  expect(open([])).toEqual([]);
  expect(open([did('review')])).toEqual(['grant']);
  expect(open([did('review'), did('propose-refusal')]).toSorted()).toEqual(['grant', 'refuse']);
  expect(opinionOf(viewOf({ log: [did('propose-refusal'), did('review')] }))).toBe('grant');
});

test('a key means the act that can be done now', () => {
  const actions = [offer('start-procedure', '现在不能'), offer('end-procedure')];
  const choices = choicesOf(viewOf({ actions }));
  expect(byKey(choices, 'P')?.id).toBe('end-procedure');
  expect(byKey(choices, 'Z')).toBeUndefined();
});

test('no two acts that can be done at once share a key', () => {
  for (const path of paths) {
    for (const state of states) {
      for (const role of ['clerk', 'reviewer', 'decider'] as const) {
        for (const channel of ['online', 'counter'] as const) {
          const at = { path, state, outcome: null };
          const actions = actionsFor(path, [role])
            .filter((action) => may(at, action, [role]).allowed)
            .map((action) => offer(action));
          const log = [did('propose-refusal')];
          const now = choicesOf(viewOf({ actions, channel, log })).filter(
            ({ why }) => why === null,
          );
          const keys = now.map(({ key }) => key);
          expect(keys, `${path} ${state} ${role}`).toEqual([...new Set(keys)]);
          expect(keys, now.map(({ id }) => id).join()).not.toContain(null);
        }
      }
    }
  }
});

test('the applicant mends online, the clerk for who came to the counter', () => {
  const actions = [offer('supplement')];
  expect(choicesOf(viewOf({ actions }))[0]?.why).toContain('申请人');
  expect(choicesOf(viewOf({ actions, channel: 'counter' }))[0]?.why).toBeNull();
});

const material = (id: string) => ({
  id,
  name: { zh: id },
  needed: 'yes',
  how: 'upload',
  necessity: 'required',
});
const finding = (on: string, level: 'block' | 'ask') => ({
  on,
  level,
  verdict: 'fail',
  fix: { zh: `请改${on}` },
  point: on,
});

test('what the review found wrong is ticked with its words; what wants a look is not', () => {
  const view = viewOf({
    materials: [material('plan'), material('report'), material('photo')] as never,
    reviewFindings: [finding('plan', 'block'), finding('report', 'ask')] as never,
  });
  expect(firstValues('ask-supplement', view).points).toEqual({ plan: '请改plan' });
  const told = viewOf({ ...view, told: [{ at: 'photo', message: '重拍' }] });
  expect(pointsOf(told).map(({ at }) => at)).toEqual(['photo']);
});

test('a form says what it lacks, and foresees without sending what is being typed', () => {
  const view = viewOf({ procedures: [{ id: 'visit', name: { zh: '现场审核' }, staff: 2, kind: 'inspection' }] });
  const first = firstValues('start-procedure', view);
  expect(first.beside.procedure).toBe('visit');
  expect(faultsOf('start-procedure', first, view).map(({ at }) => at)).toEqual(['staff', 'reason']);
  const filled = { ...first, beside: { ...first.beside, staff: ['a1', 'a2'] }, reason: '要到现场看一看' };
  expect(faultsOf('start-procedure', filled, view)).toEqual([]);
  expect(inputOf('start-procedure', filled)).toEqual({
    procedure: 'visit',
    staff: ['a1', 'a2'],
    reason: '要到现场看一看',
  });
  expect(JSON.stringify(sampleOf('start-procedure', filled, view))).not.toContain('现场看');
  expect(sampleOf('ask-supplement', firstValues('ask-supplement', base), base)).toBeNull();
});

test('the reason of a proposed refusal is taken over into the decision', () => {
  const view = viewOf({ log: [did('propose-refusal', '不符合第三条')] });
  expect(firstValues('refuse', view).reason).toBe('不符合第三条');
  expect(firstValues('terminate', view).reason).toBe('');
});

test('a hearing wants day, time, place and who presides; an inspection what was seen; a refusal what it stands on', () => {
  const hearing = viewOf({ procedures: [{ id: 'talk', name: { zh: '听证' }, staff: 1, kind: 'hearing' }] });
  const first = firstValues('start-procedure', hearing);
  const begun = { ...first, beside: { ...first.beside, staff: ['a1'] }, reason: '涉及重大利益' };
  expect(faultsOf('start-procedure', begun, hearing).map(({ at }) => at)).toEqual(['heldOn', 'heldTime', 'place', 'presider']);
  expect(sampleOf('start-procedure', begun, hearing)).toBeNull();
  const citable = [{ id: 'room', name: { zh: '有消毒间' }, kind: 'condition' as const }];
  const seen = viewOf({ citable, stops: [{ kind: 'inspection', until: null }] as never,
    conditions: [{ id: 'room', verdict: 'false' }] as never });
  const end = firstValues('end-procedure', seen);
  expect(faultsOf('end-procedure', end, seen).map(({ at }) => at)).toEqual(['result', 'findings']);
  const looked = { ...end, beside: { ...end.beside, result: '看过了', findings: { room: { holds: 'no' as const, words: ' 没有 ' } } } };
  expect(faultsOf('end-procedure', looked, seen)).toEqual([]);
  expect(inputOf('end-procedure', looked)).toEqual({ result: '看过了', findings: [{ point: 'room', holds: false, words: '没有' }] });
  const refusal = firstValues('propose-refusal', seen);
  expect(refusal.beside.cites).toEqual(['room']);
  const without = { ...refusal, reason: '没有消毒间', beside: { ...refusal.beside, cites: [] } };
  expect(faultsOf('propose-refusal', without, seen).map(({ at }) => at)).toEqual(['cites']);
  expect(faultsOf('terminate', { ...firstValues('terminate', seen), reason: '不再经营了' }, seen).map(({ at }) => at)).toEqual(['ground']);
});
