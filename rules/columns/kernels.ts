/**
 * What is done to one block of rows at a time, over one memory. These are plain loops; `simd.ts` has
 * the same ones as WebAssembly. Addresses are bytes; `words` is 32 rows a word, a multiple of 4.
 */

import type { Operation } from './planes.ts';

/** Typed views of the one memory. */
export type Views = {
  u8: Uint8Array;
  u16: Uint16Array;
  i32: Int32Array;
  u32: Uint32Array;
  f64: Float64Array;
};

/** Kinds of codes, by what they are stored in: Uint8, Uint16, Int32, Float64. */
export type CodeKind = 0 | 1 | 2 | 3;

/** Bits of codes from `low` to `high`, both included; both fit the kind. */
export type SpanKernel = (
  ...of: [from: number, to: number, words: number, low: number, high: number]
) => void;
/** Codes times `times` plus `plus`, as numbers. */
export type WidenKernel = (
  ...of: [from: number, to: number, words: number, times: number, plus: number]
) => void;
/** Two operands of one length into a third. */
export type PairKernel = (a: number, b: number, to: number, words: number) => void;

/** The kernels over one memory of at least so many bytes. */
export type Kernels = {
  views: Views;
  spans: Record<CodeKind, SpanKernel>;
  widen: Record<CodeKind, WidenKernel>;
  sums: Record<Operation, PairKernel>;
  compares: Record<'<' | '<=' | '=', PairKernel>;
  planes: Record<'and' | 'or' | 'but', PairKernel>;
  fill: (to: number, words: number, value: number) => void;
};

/** Views of a memory. */
export function viewsOf(buffer: ArrayBuffer): Views {
  return {
    u8: new Uint8Array(buffer),
    u16: new Uint16Array(buffer),
    i32: new Int32Array(buffer),
    u32: new Uint32Array(buffer),
    f64: new Float64Array(buffer),
  };
}

type Slots = { readonly [at: number]: number };

function spanOver(codes: Slots, shift: number, u32: Uint32Array): SpanKernel {
  return (...[from, to, words, low, high]) => {
    let at = from >>> shift;
    const first = to >>> 2;
    for (let word = 0; word < words; word++) {
      let bits = 0;
      for (let row = 0; row < 32; row++) {
        const code = codes[at++] ?? 0;
        if (code >= low && code <= high) bits |= 1 << row;
      }
      u32[first + word] = bits;
    }
  };
}

function widenOver(codes: Slots, shift: number, f64: Float64Array): WidenKernel {
  return (...[from, to, words, times, plus]) => {
    const [at, first] = [from >>> shift, to >>> 3];
    for (let row = 0; row < words * 32; row++)
      f64[first + row] = (codes[at + row] ?? 0) * times + plus;
  };
}

const operations: Record<Operation, (x: number, y: number) => number> = {
  '+': (x, y) => x + y,
  '-': (x, y) => x - y,
  '*': (x, y) => x * y,
  min: Math.min,
  max: Math.max,
};

function sumOver(op: Operation, f64: Float64Array): PairKernel {
  return (a, b, to, words) => {
    const [left, right, first] = [a >>> 3, b >>> 3, to >>> 3];
    const made = operations[op];
    for (let row = 0; row < words * 32; row++) {
      f64[first + row] = made(f64[left + row] ?? 0, f64[right + row] ?? 0);
    }
  };
}

function compareOver(op: '<' | '<=' | '=', { f64, u32 }: Views): PairKernel {
  return (a, b, to, words) => {
    let [left, right] = [a >>> 3, b >>> 3];
    for (let word = 0; word < words; word++) {
      let bits = 0;
      for (let row = 0; row < 32; row++) {
        const [x, y] = [f64[left++] ?? 0, f64[right++] ?? 0];
        if (op === '<' ? x < y : op === '<=' ? x <= y : x === y) bits |= 1 << row;
      }
      u32[(to >>> 2) + word] = bits;
    }
  };
}

function planeOver(op: 'and' | 'or' | 'but', u32: Uint32Array): PairKernel {
  return (a, b, to, words) => {
    const [left, right, first] = [a >>> 2, b >>> 2, to >>> 2];
    for (let word = 0; word < words; word++) {
      const [x, y] = [u32[left + word] ?? 0, u32[right + word] ?? 0];
      u32[first + word] = op === 'and' ? x & y : op === 'or' ? x | y : x & ~y;
    }
  };
}

/** The kernels as plain loops, over a memory of their own. */
export function plainKernels(bytes: number): Kernels {
  const views = viewsOf(new ArrayBuffer(Math.ceil(bytes / 8) * 8));
  const { u8, u16, i32, u32, f64 } = views;
  return {
    views,
    spans: {
      0: spanOver(u8, 0, u32),
      1: spanOver(u16, 1, u32),
      2: spanOver(i32, 2, u32),
      3: spanOver(f64, 3, u32),
    },
    widen: {
      0: widenOver(u8, 0, f64),
      1: widenOver(u16, 1, f64),
      2: widenOver(i32, 2, f64),
      3: widenOver(f64, 3, f64),
    },
    sums: {
      '+': sumOver('+', f64),
      '-': sumOver('-', f64),
      '*': sumOver('*', f64),
      min: sumOver('min', f64),
      max: sumOver('max', f64),
    },
    compares: {
      '<': compareOver('<', views),
      '<=': compareOver('<=', views),
      '=': compareOver('=', views),
    },
    planes: { and: planeOver('and', u32), or: planeOver('or', u32), but: planeOver('but', u32) },
    fill: (to, words, value) => u32.fill(value, to >>> 2, (to >>> 2) + words),
  };
}
