/** The kernels with vectors beside the plain loops. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Kernels } from './kernels.ts';
import { plainKernels } from './kernels.ts';
import { vectorKernels } from './simd.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
console.info(`kernels.test seed ${seed}`);

describe('kernels', () => {
  test('with vectors do what the plain loops do', () => {
    const size = 1 << 20;
    const [plain, vector] = [plainKernels(size), vectorKernels(size)];
    const at = { codes: 0, other: 1 << 18, out: 1 << 19 };
    const check = (name: string): void => {
      const same = Buffer.compare(plain.views.u8, vector.views.u8.subarray(0, size)) === 0;
      expect(`${name} ${same}`).toBe(`${name} true`);
    };
    const random = fc.sample(fc.uint8Array({ minLength: 65_536, maxLength: 65_536 }), {
      seed,
      numRuns: 8,
    });
    for (const [turn, bytes] of random.entries()) {
      for (let to = 0; to < size; to += bytes.length)
        for (const k of [plain, vector]) k.views.u8.set(bytes, to);
      const words = 4 * (turn * 8 + 1);
      const run = (name: string, how: (k: Kernels) => void): void => {
        how(plain);
        how(vector);
        check(name);
      };
      const ends: [number, number][] = [
        [3, 200],
        [500, 65_000],
        [-1_000_000, 2_000_000_000],
      ];
      ends.forEach(([low, high], kind) => {
        const of = kind as 0 | 1 | 2;
        run(`span ${kind}`, (k) => k.spans[of](at.codes, at.out, words, low, high));
        run(`widen ${kind}`, (k) => k.widen[of](at.codes, at.other, words, 25, -7));
        run(`widen ${kind} twice`, (k) =>
          k.widen[of](at.codes + 64, at.other + 65_536, words, 1, 9),
        );
      });
      for (const op of ['<', '<=', '='] as const) {
        run(op, (k) => k.compares[op](at.other, at.other + 65_536, at.out, words));
      }
      for (const op of ['+', '-', '*', 'min', 'max'] as const) {
        run(op, (k) => k.sums[op](at.other, at.other + 65_536, at.out, words));
      }
      run('span 3', (k) => k.spans[3](at.other, at.out, words, -5, 900));
      run('widen 3', (k) => k.widen[3](at.other, at.out, words, 2, 1));
      for (const op of ['and', 'or', 'but'] as const) {
        run(op, (k) => k.planes[op](at.codes, at.codes + 1024, at.out, words));
      }
    }
  });
});
