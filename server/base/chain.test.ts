/** Chains by themselves: what a link covers, what is found, and what erasing leaves. */
import crypto from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson, chainFaults, contentDigest, linkHash, type ChainKeys, type StoredLink } from './chain.ts';

const seed = Number(process.env['SEED'] ?? crypto.randomInt(1_000_000_000));
console.info(`chain.test seed ${seed}`);
const runs = { seed, numRuns: 200 };
const key = Buffer.alloc(32, 1);
const only = (one: Buffer): ChainKeys => ({ hmacKey: one, oldHmacKeys: [] });

/** A good chain with these contents. */
function chain(contents: unknown[], by = key): StoredLink[] {
  let previous = '';
  return contents.map((content, i) => {
    const salt = `salt ${i}`;
    const link = { chain: 'case-1', seq: i + 1, action: `act ${i}`, actor: 'a', at: `2026-11-23T02:00:0${i % 10}.000Z`,
      digest: contentDigest(salt, content) };
    previous = linkHash(by, previous, link);
    return { ...link, hash: previous, salt, content };
  });
}

const good = chain([{ a: 1 }, { b: '二' }, {}, { d: [1, 2] }]);
const harmed = (at: number, change: Partial<StoredLink>): StoredLink[] =>
  good.map((link, i) => (i === at ? { ...link, ...change } : link));

test('a good chain has no fault, an empty one neither', () => {
  expect(chainFaults(only(key), good)).toEqual([]);
  expect(chainFaults(only(key), [])).toEqual([]);
});

describe('each part of a link is covered, and the fault names its step', () => {
  test.each([
    ['chain', { chain: 'case-2' }], ['action', { action: 'other' }], ['actor', { actor: 'b' }],
    ['at', { at: '2026-11-23T02:00:09.000Z' }], ['digest and salt', { digest: contentDigest('x', {}), salt: 'x', content: {} }],
    ['hash', { hash: 'f'.repeat(64) }],
  ] as [string, Partial<StoredLink>][])('%s', (_, change) => {
    const faults = chainFaults(only(key), harmed(1, change));
    expect(faults[0]).toMatch(/^case-\d 第 2 步（.+）：与前一步接不上$/);
  });

  test('content', () => {
    expect(chainFaults(only(key), harmed(1, { content: { b: '三' } }))).toEqual(['case-1 第 2 步（act 1）：内容被改过']);
    expect(chainFaults(only(key), harmed(1, { salt: 'other' }))).toEqual(['case-1 第 2 步（act 1）：内容被改过']);
  });

  test('place: removed, doubled, swapped, begun later', () => {
    const swapped = [good[0], good[2], good[1], good[3]] as StoredLink[];
    for (const [links, step] of [[good.toSpliced(1, 1), 3], [good.toSpliced(1, 0, good[0] as StoredLink), 1],
      [swapped, 3], [good.slice(1), 2]] as [StoredLink[], number][]) {
      expect(chainFaults(only(key), links).some((f) => f.includes(`第 ${step} 步`) && f.includes('前面少了一步'))).toBe(true);
    }
    const renumbered = good.toSpliced(1, 1).map((link, i) => ({ ...link, seq: i + 1 }));
    expect(chainFaults(only(key), renumbered)).toContain('case-1 第 2 步（act 2）：与前一步接不上');
  });
});

test('a chain made with another key fits nowhere', () => {
  expect(chainFaults(only(key), chain([{}, {}, {}], Buffer.alloc(32, 2)))).toHaveLength(3);
});

test('erased content breaks nothing; content written where it was erased is found', () => {
  expect(chainFaults(only(key), harmed(1, { salt: null, content: null }))).toEqual([]);
  expect(chainFaults(only(key), good.map((l) => ({ ...l, salt: null, content: null })))).toEqual([]);
  expect(chainFaults(only(key), harmed(1, { salt: null, content: { b: '假的' } })))
    .toEqual(['case-1 第 2 步（act 1）：内容清除之后又被写上']);
});

test('the same content gives the same text whatever the order of its keys, another gives another', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    const shuffled = reversed(JSON.parse(JSON.stringify(value)));
    expect(canonicalJson(shuffled)).toBe(canonicalJson(JSON.parse(JSON.stringify(value))));
    expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
  }), runs);
  fc.assert(fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
    const same = canonicalJson(a) === canonicalJson(b);
    expect(contentDigest('s', a) === contentDigest('s', b)).toBe(same);
  }), runs);
  expect(canonicalJson({ b: undefined, a: null })).toBe('{"a":null}');
});

test('the digest of a small content cannot be looked up without its salt', () => {
  expect(contentDigest('one', { outcome: 'grant' })).not.toBe(contentDigest('two', { outcome: 'grant' }));
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).toReversed().map(([k, v]) => [k, reversed(v)]));
}

describe('after a change of the key', () => {
  const [before, between] = [Buffer.alloc(32, 8), Buffer.alloc(32, 9)];
  const at = (second: number): string => `2026-11-23T02:00:0${second}.000Z`;
  const keys: ChainKeys = {
    hmacKey: key, oldHmacKeys: [{ key: between, until: at(3) }, { key: before, until: at(1) }],
  };
  /** A chain whose n-th link is by the n-th key. */
  const by = (made: Buffer[]): StoredLink[] => {
    let previous = '';
    return made.map((one, i) => {
      const digest = contentDigest('s', i);
      const link = { chain: 'case-1', seq: i + 1, action: `act ${i}`, actor: 'a', at: at(i), digest };
      previous = linkHash(one, previous, link);
      return { ...link, hash: previous, salt: 's', content: i };
    });
  };

  test('links of the old keys hold, up to when each was replaced', () => {
    expect(chainFaults(keys, by([before, before, between, between, key]))).toEqual([]);
    expect(chainFaults(keys, by([key, key]))).toEqual([]);
    expect(chainFaults(keys, by([before, before, before]))).toEqual(['case-1 第 3 步（act 2）：与前一步接不上']);
    expect(chainFaults({ ...keys, oldHmacKeys: [] }, by([before, key])))
      .toEqual(['case-1 第 1 步（act 0）：与前一步接不上']);
  });

  test('an old key does not come back after a newer one', () => {
    expect(chainFaults(keys, by([before, key, between]))).toEqual(['case-1 第 3 步（act 2）：与前一步接不上']);
  });
});
