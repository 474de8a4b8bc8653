import { describe, expect, test } from 'vitest';
import {
  changeActions, changes, mayChange, stateOn, states, type StoredState,
} from '#licences/states';

const stored = Object.keys(states).filter((s) => s !== 'upcoming') as StoredState[];

describe('every state × action × role', () => {
  const allowed = new Set([
    'suspend valid', 'resume suspended', 'revoke valid', 'revoke suspended', 'revoke expired',
    'withdraw valid', 'withdraw suspended', 'forfeit valid', 'forfeit suspended', 'cancel valid',
    'cancel suspended', 'cancel expired', 'cancel revoked', 'cancel withdrawn', 'cancel forfeited',
  ]);
  const roles = ['citizen', 'agent', 'clerk', 'reviewer', 'decider', 'supervisor', 'designer',
    'system-administrator', 'security-administrator', 'audit-administrator'];
  const rows = stored.flatMap((state) => changeActions.flatMap((action) =>
    roles.map((role) => ({ state, action, role }))));
  test.each(rows)('$action in $state by a $role', ({ state, action, role }) => {
    const may = mayChange(action, state, [role]);
    expect(may.allowed).toBe(role === 'decider' && allowed.has(`${action} ${state}`));
    if (!may.allowed) expect(may.why.zh).toMatch(/请|不能/);
  });
  test('nothing leads out of an end but being struck off', () => {
    for (const end of ['revoked', 'withdrawn', 'forfeited', 'cancelled', 'replaced'] as const) {
      const ways = Object.entries(changes).filter(([, rule]) => rule.from.includes(end));
      const expected = end === 'cancelled' || end === 'replaced' ? [] : ['cancel'];
      expect(ways.map(([action]) => action)).toEqual(expected);
    }
  });
});

describe('the state on a day', () => {
  const year = { from: '2026-01-01', until: '2026-12-31' };
  test.each([
    ['valid', '2025-12-31', 'upcoming'],
    ['valid', '2026-01-01', 'valid'],
    ['valid', '2026-12-31', 'valid'],
    ['valid', '2027-01-01', 'expired'],
    ['suspended', '2026-06-01', 'suspended'],
    ['suspended', '2027-01-01', 'expired'],
    ['revoked', '2027-01-01', 'revoked'],
    ['cancelled', '2025-01-01', 'cancelled'],
  ] as const)('%s on %s is %s', (state, day, expected) => {
    expect(stateOn({ state, ...year }, day)).toBe(expected);
  });
  test('without end it does not expire', () => {
    const endless = { state: 'valid', from: '2026-01-01', until: null } as const;
    expect(stateOn(endless, '2999-01-01')).toBe('valid');
  });
});
