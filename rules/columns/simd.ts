/**
 * The kernels of `kernels.ts` in WebAssembly with vectors of 128 bits: a condition on 16 rows of
 * bytes is two instructions and its bits a third. Measured beside the plain loops by
 * `bench/population.ts`.
 */
import type { Code, Function } from './assemble.ts';
import type { Kernels, PairKernel, SpanKernel, WidenKernel } from './kernels.ts';
import {
  advance,
  assemble,
  F64,
  get,
  I32,
  i32,
  load,
  on,
  set,
  simd,
  store,
  storeWord,
  times,
  V128,
} from './assemble.ts';
import { viewsOf } from './kernels.ts';

/** Numbers of instructions on vectors, by the names the specification gives them. */
const op = {
  load16x4: 0x04,
  shuffle: 0x0d,
  splat: [0x0f, 0x10, 0x11],
  splatF64: 0x14,
  atMost: [0x2a, 0x34, 0x3e],
  less: [0x71, 0x91, 0xb1],
  equalF64: 0x47,
  belowF64: 0x49,
  atMostF64: 0x4b,
  atLeastF64: 0x4c,
  and: 0x4e,
  but: 0x4f,
  or: 0x50,
  load32: 0x5c,
  bits: 0x64,
  narrow16: 0x65,
  narrow32: 0x85,
  extend8: 0x89,
  extend16: 0xa9,
  addF64: 0xf0,
  lessF64: 0xf1,
  timesF64: 0xf2,
  minF64: 0xf4,
  maxF64: 0xf5,
  convert: 0xfe,
} as const;

const OR: Code = [0x72];
const LEFT: Code = [0x74];

/** Bits of 32 rows out of two masks of 16 bytes. */
const word = (low: Code, high: Code): Code =>
  on(OR, on(simd(op.bits), low), on(LEFT, on(simd(op.bits), high), i32(16)));

/** Halves two masks into one, until a row is a byte. */
const half = (how: number, low: Code, high: Code): Code => on(simd(how), low, high);

/** Codes of 1 << size bytes from the third parameter's to the fourth: from ≤ code ≤ to. */
function span(name: string, size: 0 | 1 | 2): Function {
  const [from, to, words, low, high, lowest, wide] = [0, 1, 2, 3, 4, 5, 6];
  const rows = 16 >> size;
  const mask = (at: number): Code => {
    const codes = on(simd(op.less[size]), load(get(from), at * 16), get(lowest));
    return on(simd(op.atMost[size]), codes, get(wide));
  };
  const bytes = (first: number): Code => {
    if (size === 0) return mask(first);
    if (size === 1) return half(op.narrow16, mask(first), mask(first + 1));
    return half(
      op.narrow16,
      half(op.narrow32, mask(first), mask(first + 1)),
      half(op.narrow32, mask(first + 2), mask(first + 3)),
    );
  };
  const body = [
    ...set(lowest, on(simd(op.splat[size]), get(low))),
    ...set(wide, on(simd(op.splat[size]), on([0x6b], get(high), get(low)))),
    ...times(words, [
      ...storeWord(get(to), word(bytes(0), bytes(16 / rows))),
      ...advance(from, 32 << size),
      ...advance(to, 4),
    ]),
  ];
  return { name, params: [I32, I32, I32, I32, I32], locals: [V128, V128], body };
}

/** Masks of pairs of doubles, eight of them, as a mask of 16 bytes. */
function bytesOfPairs(pair: (at: number) => Code, first: number): Code {
  const even = [0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27];
  const four = (at: number): Code => on(simd(op.shuffle, ...even), pair(at), pair(at + 1));
  const eight = (at: number): Code => half(op.narrow32, four(at), four(at + 2));
  return half(op.narrow16, eight(first), eight(first + 4));
}

function spanOfDoubles(): Function {
  const [from, to, words, low, high, lowest, highest] = [0, 1, 2, 3, 4, 5, 6];
  const pair = (at: number): Code => {
    const codes = load(get(from), at * 16);
    const above = on(simd(op.atLeastF64), codes, get(lowest));
    return on(simd(op.and), above, on(simd(op.atMostF64), codes, get(highest)));
  };
  const body = [
    ...set(lowest, on(simd(op.splatF64), get(low))),
    ...set(highest, on(simd(op.splatF64), get(high))),
    ...times(words, [
      ...storeWord(get(to), word(bytesOfPairs(pair, 0), bytesOfPairs(pair, 8))),
      ...advance(from, 256),
      ...advance(to, 4),
    ]),
  ];
  return { name: 'span3', params: [I32, I32, I32, F64, F64], locals: [V128, V128], body };
}

function compare(name: string, how: number): Function {
  const [a, b, to, words] = [0, 1, 2, 3];
  const pair = (at: number): Code => on(simd(how), load(get(a), at * 16), load(get(b), at * 16));
  const body = times(words, [
    ...storeWord(get(to), word(bytesOfPairs(pair, 0), bytesOfPairs(pair, 8))),
    ...advance(a, 256),
    ...advance(b, 256),
    ...advance(to, 4),
  ]);
  return { name, params: [I32, I32, I32, I32], locals: [], body };
}

/** Four codes as integers of 32 bits. */
const four: Code[] = [
  on(simd(op.extend16), on(simd(op.extend8), on(simd(op.load32, 0, 0), get(0)))),
  on(simd(op.load16x4, 0, 0), get(0)),
  load(get(0)),
];

function widen(name: string, size: 0 | 1 | 2 | 3): Function {
  const [from, to, words, factor, summand, codes, factors, summands] = [0, 1, 2, 3, 4, 5, 6, 7];
  const scaled = (pair: Code): Code =>
    on(simd(op.addF64), on(simd(op.timesF64), pair, get(factors)), get(summands));
  const upper = [8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15];
  const high = on(simd(op.shuffle, ...upper), get(codes), get(codes));
  const pairs =
    size === 3
      ? [load(get(from)), load(get(from), 16)]
      : [on(simd(op.convert), get(codes)), on(simd(op.convert), high)];
  const body = [
    ...set(factors, on(simd(op.splatF64), get(factor))),
    ...set(summands, on(simd(op.splatF64), get(summand))),
    ...set(words, on(LEFT, get(words), i32(3))),
    ...times(words, [
      ...(size === 3 ? [] : set(codes, four[size] ?? [])),
      ...store(get(to), scaled(pairs[0] ?? [])),
      ...store(get(to), scaled(pairs[1] ?? []), 16),
      ...advance(from, 4 << size),
      ...advance(to, 32),
    ]),
  ];
  return { name, params: [I32, I32, I32, F64, F64], locals: [V128, V128, V128], body };
}

/** Two operands into a third, so many bytes a word of rows. */
function pairs(name: string, how: number, shift: number): Function {
  const [a, b, to, words] = [0, 1, 2, 3];
  const count = on([shift < 0 ? 0x76 : 0x74], get(words), i32(Math.abs(shift)));
  const body = [
    ...set(words, count),
    ...times(words, [
      ...store(get(to), on(simd(how), load(get(a)), load(get(b)))),
      ...advance(a, 16),
      ...advance(b, 16),
      ...advance(to, 16),
    ]),
  ];
  return { name, params: [I32, I32, I32, I32], locals: [], body };
}

const functions: Function[] = [
  span('span0', 0),
  span('span1', 1),
  span('span2', 2),
  spanOfDoubles(),
  widen('widen0', 0),
  widen('widen1', 1),
  widen('widen2', 2),
  widen('widen3', 3),
  pairs('+', op.addF64, 4),
  pairs('-', op.lessF64, 4),
  pairs('*', op.timesF64, 4),
  pairs('min', op.minF64, 4),
  pairs('max', op.maxF64, 4),
  compare('<', op.belowF64),
  compare('<=', op.atMostF64),
  compare('=', op.equalF64),
  pairs('and', op.and, -2),
  pairs('or', op.or, -2),
  pairs('but', op.but, -2),
];

/** The part of WebAssembly's interface that is used; the compiler's library has none without a browser's. */
type Assembly = {
  Module: new (bytes: Uint8Array) => object;
  Memory: new (size: { initial: number }) => { buffer: ArrayBuffer };
  Instance: new (module: object, imports: object) => { exports: Record<string, unknown> };
};

const { WebAssembly: assembly } = globalThis as unknown as { WebAssembly: Assembly };
let module: object | null = null;

const PAGE = 65_536;

/** The kernels in WebAssembly, over a memory of their own. */
export function vectorKernels(bytes: number): Kernels {
  module ??= new assembly.Module(assemble(functions));
  const memory = new assembly.Memory({ initial: Math.ceil(bytes / PAGE) });
  const { exports } = new assembly.Instance(module, { m: { m: memory } });
  const views = viewsOf(memory.buffer);
  const pair = (name: string): PairKernel => exports[name] as PairKernel;
  const spanOf = (name: string): SpanKernel => exports[name] as SpanKernel;
  const widenOf = (name: string): WidenKernel => exports[name] as WidenKernel;
  return {
    views,
    spans: { 0: spanOf('span0'), 1: spanOf('span1'), 2: spanOf('span2'), 3: spanOf('span3') },
    widen: {
      0: widenOf('widen0'),
      1: widenOf('widen1'),
      2: widenOf('widen2'),
      3: widenOf('widen3'),
    },
    sums: {
      '+': pair('+'),
      '-': pair('-'),
      '*': pair('*'),
      min: pair('min'),
      max: pair('max'),
    },
    compares: { '<': pair('<'), '<=': pair('<='), '=': pair('=') },
    planes: { and: pair('and'), or: pair('or'), but: pair('but') },
    fill: (to, words, value) => views.u32.fill(value, to >>> 2, (to >>> 2) + words),
  };
}
