/** Random lawful courses: the log folds to the columns, and no act of it can be touched unseen. */
import crypto from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chainFaults, contentDigest, linkHash, type ChainKeys, type StoredLink } from '#base';
import { blank, fold, type Act, type Columns } from './fold.ts';
import { after, paths, transitions, type Outcome, type Path, type Role } from './states.ts';

const seed = Number(process.env['SEED'] ?? crypto.randomInt(1_000_000_000));
console.info(`fold.test seed ${seed}`);
const runs = { seed, numRuns: 400 };
const key = Buffer.alloc(32, 7);
const only = (one: Buffer): ChainKeys => ({ hmacKey: one, oldHmacKeys: [] });

type Walk = { path: Path; acts: Act[]; columns: Columns };

/** Up to `choices.length` lawful acts from the draft on, with the columns kept beside them. */
function walk(path: Path, choices: number[]): Walk {
  let columns = blank;
  const acts: Act[] = [];
  for (const choice of choices) {
    const at = { path, state: columns.state, outcome: columns.outcome };
    const open = transitions.flatMap((t) => (t.paths.includes(path) && t.from.includes(at.state)
      && (t.after ?? at.outcome) === at.outcome ? t.by.map((role) => ({ action: t.action, role })) : []));
    const picked = open[choice % Math.max(1, open.length)];
    if (!picked) break;
    const set = setOf(picked.action, choice);
    const state = after(at, picked.action, picked.role);
    columns = { ...columns, ...set, state };
    acts.push({
      seq: acts.length + 1, ...picked, actor: `officer ${choice % 5}`, state,
      content: { note: `n${choice}`, ...(set ? { set } : {}) },
    });
  }
  return { path, acts, columns };
}

function setOf(action: Act['action'], n: number): Partial<Columns> | undefined {
  const day = `2026-11-${String((n % 28) + 1).padStart(2, '0')}`;
  const outcome: Outcome = n % 2 === 0 ? 'grant' : 'refuse';
  const sets: Partial<Record<Act['action'], Partial<Columns>>> = {
    'receive': { received_on: day }, 'accept': { accepted_on: day, owner: null },
    'deem-accepted': { accepted_on: day }, 'review': { reviewer: `r${n % 3}`, opinion: 'grant' },
    'propose-refusal': { reviewer: `r${n % 3}`, opinion: 'refuse' }, 'extend': { extended: true },
    'decide': { outcome, decided_on: day, decider: `d${n % 3}` }, 'raise': { raised: true },
    'settle': { outcome: 'grant', accepted_on: day, decided_on: day, decider: `d${n % 3}` },
    'claim': { owner: `o${n % 4}` }, 'hand-back': { owner: null }, 'close': { ended_on: day },
    'withdraw': { ended_on: day, owner: null }, 'terminate': { ended_on: day },
  };
  return sets[action];
}

const anyWalk = fc.tuple(
  fc.constantFrom(...paths),
  fc.array(fc.nat(10_000), { minLength: 3, maxLength: 40 }),
).map(([path, choices]) => walk(path, choices));

/** The log as it is stored: each act salted, digested and linked to the one before. */
function stored(acts: Act[]): StoredLink[] {
  let previous = '';
  return acts.map((act) => {
    const digest = contentDigest('salt', act.content);
    const link = {
      chain: 'case', seq: act.seq, action: `${act.action} ${act.role} ${act.state}`, actor: act.actor,
      at: '2026-11-23T02:00:00.000Z', digest,
    };
    previous = linkHash(key, previous, link);
    return { ...link, hash: previous, salt: 'salt', content: act.content };
  });
}

test('folding the log gives the columns', () => {
  let acts = 0;
  fc.assert(fc.property(anyWalk, (w) => {
    acts += w.acts.length;
    expect(fold(w.path, w.acts)).toEqual(w.columns);
    expect(chainFaults(only(key), stored(w.acts))).toEqual([]);
  }), runs);
  expect(acts).toBeGreaterThan(runs.numRuns * 3);
});

test('an act whose written state is not the one the table gives is refused', () => {
  fc.assert(fc.property(anyWalk, fc.nat(), (w, n) => {
    const at = n % w.acts.length;
    const acts = w.acts.map((a, i) => (i === at ? { ...a, state: other(a.state) } : a));
    expect(() => fold(w.path, acts)).toThrow(RangeError);
  }), runs);
});

test('an act by a role that has no business there is refused', () => {
  const idle: Role[] = ['designer', 'system-administrator', 'security-administrator', 'audit-administrator'];
  fc.assert(fc.property(anyWalk, fc.nat(), fc.constantFrom(...idle), (w, n, role) => {
    const at = n % w.acts.length;
    expect(() => fold(w.path, w.acts.map((a, i) => (i === at ? { ...a, role } : a)))).toThrow(RangeError);
  }), runs);
});

test('an act left out that had moved the case is refused, or leaves other columns', () => {
  fc.assert(fc.property(anyWalk, fc.nat(), (w, n) => {
    const at = n % w.acts.length;
    const moved = w.acts[at]?.state !== (w.acts[at - 1]?.state ?? 'draft');
    fc.pre(moved);
    let left: Columns | string;
    try {
      left = fold(w.path, w.acts.toSpliced(at, 1));
    } catch (error) {
      left = (error as Error).name;
    }
    // Taken back to where it was by a later act, the columns can agree: then the chain tells.
    const found = JSON.stringify(left) !== JSON.stringify(w.columns)
      || chainFaults(only(key), stored(w.acts).toSpliced(at, 1)).length > 0;
    expect(found).toBe(true);
  }), runs);
});

test('changed, removed, doubled or swapped rows are found by chain or fold, whatever they are', () => {
  const harm = fc.constantFrom('content', 'actor', 'remove', 'double', 'swap', 'cut');
  fc.assert(fc.property(anyWalk, fc.nat(), harm, (w, n, kind) => {
    const links = stored(w.acts);
    const at = n % links.length;
    const harmed = harmedBy(kind, links, at);
    // Cutting off the end leaves a good chain: the head in the columns (and the checkpoint) tells it.
    const faults = kind === 'cut'
      ? [harmed.at(-1)?.hash === links.at(-1)?.hash ? '' : 'head'] : chainFaults(only(key), harmed);
    fc.pre(kind !== 'swap' || links.length > 1);
    expect(faults.filter((f) => f !== '').length, kind).toBeGreaterThan(0);
  }), runs);
});

function harmedBy(kind: string, links: StoredLink[], at: number): StoredLink[] {
  const one = links[at];
  if (!one) throw new RangeError('no such link');
  const next = links[(at + 1) % links.length] ?? one;
  switch (kind) {
    case 'content': return links.with(at, { ...one, content: { set: { outcome: 'grant' } } });
    case 'actor': return links.with(at, { ...one, actor: 'somebody else' });
    case 'remove': return at === links.length - 1 ? links.with(at, { ...one, seq: 99 }) : links.toSpliced(at, 1);
    case 'double': return links.toSpliced(at, 0, one);
    case 'swap': return links.with(at, next).with((at + 1) % links.length, one);
    default: return links.slice(0, at);
  }
}

function other(state: Act['state']): Act['state'] {
  return state === 'closed' ? 'terminated' : 'closed';
}
