import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { withoutMember } from '#graph/members';
import type { Draft, Fact, Json } from '../contract.ts';
import type { Typed } from '../fields/model.ts';
import { CallFailed } from '../problem.ts';
import { DraftKeeper, LONGEST, QUIET, UNKNOWN, type Doors } from './keeper.ts';

/** A server that holds one draft, keeps the rule of the version and can lose the network. */
function hall() {
  const facts: Record<string, Fact> = {};
  let version = 1;
  const state = { down: false, saves: [] as Record<string, Json>[], removed: [] as number[], kept: null as Record<string, Typed> | null };
  const field = (address: string, type: string) => ({
    address, required: true, shown: 'yes',
    definition: { address, written: address, name: { zh: address }, type, sensitivity: 'public', source: 'applicant' },
  });
  const view = () =>
    ({
      id: 'd1', version, facts: { ...facts }, typed: {}, missing: [], findings: [], documents: [],
      form: [{ section: 's', name: { zh: '段' }, shown: 'yes', many: [],
        fields: [field('a.text', 'text'), field('a.day', 'date')] }],
      guide: { asks: [], materials: [] },
    }) as unknown as Draft;
  const elsewhere = (at: string, value: Json) => {
    version += 1;
    facts[at] = { state: 'known', value, source: 'applicant', grade: 'D', on: '2026-11-22' };
  };
  const doors: Doors = {
    save: async (given, seen) => {
      if (state.down) throw new CallFailed(0, { code: 'network', message: '' });
      if (seen !== version) throw new CallFailed(409, { code: 'stale', message: '改过了' });
      state.saves.push(given);
      for (const [at, value] of Object.entries(given)) {
        if (value === UNKNOWN) delete facts[at];
        else facts[at] = { state: 'known', value, source: 'applicant', grade: 'D', on: '2026-11-22' };
      }
      version += 1;
      return view();
    },
    removeMember: async ({ party, index }, seen) => {
      if (state.down) throw new CallFailed(0, { code: 'network', message: '' });
      if (seen !== version) throw new CallFailed(409, { code: 'stale', message: '改过了' });
      const left = withoutMember({ party, index }, facts);
      for (const at of Object.keys(facts)) delete facts[at];
      Object.assign(facts, left);
      version += 1;
      state.removed.push(index);
      return view();
    },
    load: async () => view(),
    newKey: () => 'k',
    keep: (typed) => { state.kept = typed; },
    forget: () => { state.kept = null; },
    recover: () => state.kept,
  };
  return { state, view, doors, elsewhere };
}

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

test('what is typed is on the device at once and with the server after a short quiet', async () => {
  const { state, view, doors } = hall();
  const keeper = new DraftKeeper(view(), doors);
  keeper.type('a.text', '苏河');
  expect(state.kept).toEqual({ 'a.text': '苏河' });
  expect(state.saves).toEqual([]);
  await vi.advanceTimersByTimeAsync(QUIET);
  expect(state.saves).toEqual([{ 'a.text': '苏河' }]);
  expect(state.kept).toBeNull();
  expect(keeper.snapshot().status).toBe('saved');
});

test('who never stops typing is saved within two seconds all the same', async () => {
  const { state, view, doors } = hall();
  const keeper = new DraftKeeper(view(), doors);
  for (let n = 1; n <= 10; n += 1) {
    keeper.type('a.text', '字'.repeat(n));
    await vi.advanceTimersByTimeAsync(300);
  }
  expect(LONGEST).toBeLessThan(2000);
  expect(state.saves.length).toBeGreaterThan(0);
});

test('letters stay as typed until the box is left, then the kept form is shown', async () => {
  const { view, doors } = hall();
  const keeper = new DraftKeeper(view(), doors);
  keeper.type('a.day', '1944年3月5日');
  await keeper.flush();
  expect(keeper.typedAt('a.day')).toBe('1944年3月5日');
  keeper.leave('a.day');
  expect(keeper.typedAt('a.day')).toBe('1944-03-05');
});

test('an emptied box is taken back, not kept as empty text', async () => {
  const { state, view, doors } = hall();
  const keeper = new DraftKeeper(view(), doors);
  keeper.type('a.text', '  ');
  await keeper.flush();
  expect(state.saves).toEqual([{ 'a.text': UNKNOWN }]);
});

test('saved elsewhere meanwhile: theirs stays, ours goes on top, and it is said', async () => {
  const { view, doors, elsewhere } = hall();
  const keeper = new DraftKeeper(view(), doors);
  elsewhere('a.day', '2026-12-05');
  keeper.type('a.text', '我的');
  await keeper.flush();
  const { draft, notice, status } = keeper.snapshot();
  expect(notice).toBe('conflict');
  expect(status).toBe('saved');
  expect(draft.facts['a.day']).toMatchObject({ value: '2026-12-05' });
  expect(draft.facts['a.text']).toMatchObject({ value: '我的' });
});

test('a lost network loses nothing: said, tried again, saved', async () => {
  const { state, view, doors } = hall();
  const keeper = new DraftKeeper(view(), doors);
  state.down = true;
  keeper.type('a.text', '断网时写的');
  await keeper.flush();
  expect(keeper.snapshot().status).toBe('trouble');
  expect(state.kept).toEqual({ 'a.text': '断网时写的' });
  state.down = false;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(state.saves).toEqual([{ 'a.text': '断网时写的' }]);
  expect(keeper.snapshot().status).toBe('saved');
});

test('a crashed tab: the next one finds the last letters and saves them', async () => {
  const { state, view, doors } = hall();
  const crashed = new DraftKeeper(view(), doors);
  crashed.type('a.text', '没来得及');
  crashed.close();
  const next = new DraftKeeper(view(), doors);
  expect(next.snapshot().notice).toBe('recovered');
  expect(next.typedAt('a.text')).toBe('没来得及');
  await vi.advanceTimersByTimeAsync(QUIET);
  expect(state.saves).toEqual([{ 'a.text': '没来得及' }]);
});

test('letters typed while a save is under way are saved after it', async () => {
  const { state, view, doors } = hall();
  const keeper = new DraftKeeper(view(), doors);
  keeper.type('a.text', '一');
  const first = keeper.flush();
  keeper.type('a.text', '一二');
  await first;
  await vi.advanceTimersByTimeAsync(QUIET);
  expect(state.saves.at(-1)).toEqual({ 'a.text': '一二' });
  expect(keeper.snapshot().draft.facts['a.text']).toMatchObject({ value: '一二' });
});

describe('taking one out of a list', () => {
  test('what was typed is saved first, then those behind move up', async () => {
    const { state, view, doors } = hall();
    const keeper = new DraftKeeper(view(), doors);
    keeper.type('cast[0].name', '甲');
    keeper.type('cast[1].name', '乙');
    keeper.type('cast[2].name', '丙');
    expect(await keeper.removeMember({ party: 'cast', index: 1 })).toBe(true);
    expect(state.saves).toHaveLength(1);
    expect(state.removed).toEqual([1]);
    expect([0, 1, 2].map((i) => keeper.typedAt(`cast[${i}].name`))).toEqual(['甲', '丙', null]);
    expect(state.kept).toBeNull();
  });

  test('letters typed while he is taken out move up too and are saved', async () => {
    const { state, view, doors } = hall();
    const slow = { ...doors, removeMember: async (...given: Parameters<Doors['removeMember']>) => {
      keeper.type('cast[2].name', '丙丙');
      return doors.removeMember(...given);
    } };
    const keeper: DraftKeeper = new DraftKeeper(view(), slow);
    keeper.type('cast[2].name', '丙');
    expect(await keeper.removeMember({ party: 'cast', index: 0 })).toBe(true);
    expect(state.kept).toEqual({ 'cast[1].name': '丙丙' });
    await vi.advanceTimersByTimeAsync(QUIET);
    expect(state.saves.at(-1)).toEqual({ 'cast[1].name': '丙丙' });
    expect(keeper.typedAt('cast[1].name')).toBe('丙丙');
  });

  test('changed elsewhere meanwhile: nobody is taken out unseen, the list is read anew and it is said', async () => {
    const { state, view, doors, elsewhere } = hall();
    const keeper = new DraftKeeper(view(), doors);
    elsewhere('cast[0].name', '新来的');
    expect(await keeper.removeMember({ party: 'cast', index: 0 })).toBe(false);
    expect(keeper.snapshot().notice).toBe('not-done');
    expect(keeper.typedAt('cast[0].name')).toBe('新来的');
    elsewhere('cast[1].name', '又来的');
    keeper.type('a.text', '我的');
    expect(await keeper.removeMember({ party: 'cast', index: 0 })).toBe(false);
    expect(keeper.snapshot()).toMatchObject({ notice: 'conflict', status: 'saved' });
    expect(state.removed).toEqual([]);
  });

  test('without a network it is said, and nothing typed is lost', async () => {
    const { state, view, doors } = hall();
    const keeper = new DraftKeeper(view(), doors);
    state.down = true;
    await expect(keeper.removeMember({ party: 'cast', index: 0 })).rejects.toThrow(CallFailed);
    keeper.type('cast[1].name', '乙');
    expect(await keeper.removeMember({ party: 'cast', index: 0 })).toBe(false);
    expect(state.kept).toEqual({ 'cast[1].name': '乙' });
  });
});

test('what follows from the letters is shown at once, without the network too, and gives way to the server', async () => {
  const { state, view, doors } = hall();
  const keeper = new DraftKeeper(view(), doors);
  const seen: unknown[] = [];
  keeper.thinkWith((draft, typing) => {
    seen.push([...typing]);
    const day = typing.get('a.day');
    const finding = { point: 'p', on: 'a.day', verdict: 'fail' } as unknown as Draft['findings'][number];
    return day === '2020-01-01' ? { ...draft, findings: [finding] } : draft;
  });
  state.down = true;
  keeper.type('a.day', '2020-01-01');
  expect(keeper.snapshot().draft.findings.map((one) => one.point)).toEqual(['p']);
  expect(seen.at(-1)).toEqual([['a.day', '2020-01-01']]);
  keeper.type('a.day', '2020-01');
  expect(keeper.snapshot().draft.findings).toEqual([]);
  expect(seen.at(-1)).toEqual([['a.day', undefined]]);
  keeper.type('a.day', '2020-01-01');
  await vi.advanceTimersByTimeAsync(QUIET);
  expect(keeper.snapshot().draft.findings.map((one) => one.point)).toEqual(['p']);
  state.down = false;
  await keeper.flush();
  expect(keeper.snapshot().status).toBe('saved');
  expect(keeper.snapshot().draft.findings).toEqual([]);
  expect(keeper.snapshot().draft.version).toBe(2);
});
