/** Runs a program over the blocks of a population. */
import type { CodeKind, Kernels } from './kernels.ts';
import type { Program, Step } from './program.ts';
import type { Stored } from './store.ts';
import { BLOCK } from './program.ts';
import { vectorKernels } from './simd.ts';

/** A program with what it runs over; `outs` has a plane of so many words for each that comes out. */
export type Job = { program: Program; columns: Source[]; outs: Uint32Array[]; words: number };

/** What is read of a column. */
export type Source = {
  none: Uint32Array;
  unknown: Uint32Array;
  bits: Uint32Array | null;
  codes: Uint8Array | Uint16Array | Int32Array | Float64Array | null;
};

/** What is read of the columns. */
export function sourcesOf(columns: Stored[]): Source[] {
  return columns.map(({ none, unknown, bits, coded }) => {
    return { none, unknown, bits, codes: coded?.codes ?? null };
  });
}

const shifts: Record<CodeKind, number> = { 0: 0, 1: 1, 2: 2, 3: 3 };

function codesAt(kernels: Kernels, kind: CodeKind): { readonly [at: number]: number } {
  const { u8, u16, i32, f64 } = kernels.views;
  return kind === 0 ? u8 : kind === 1 ? u16 : kind === 2 ? i32 : f64;
}

function lookUp(kernels: Kernels, step: Extract<Step, { do: 'table' }>, words: number): void {
  const codes = codesAt(kernels, step.kind);
  const { low, bits } = step;
  const size = bits.length * 32;
  let at = step.from >>> shifts[step.kind];
  for (let word = 0; word < words; word++) {
    let found = 0;
    for (let row = 0; row < 32; row++) {
      const code = (codes[at++] ?? 0) - low;
      if (code >= 0 && code < size) found |= (((bits[code >>> 5] ?? 0) >>> (code & 31)) & 1) << row;
    }
    kernels.views.u32[(step.to >>> 2) + word] = found;
  }
}

function lookUpValues(
  kernels: Kernels,
  step: Extract<Step, { do: 'values' }>,
  words: number,
): void {
  const codes = codesAt(kernels, step.kind);
  const { f64 } = kernels.views;
  const { low, values } = step;
  const [at, first] = [step.from >>> shifts[step.kind], step.to >>> 3];
  for (let row = 0; row < words * 32; row++) {
    f64[first + row] = values[(codes[at + row] ?? 0) - low] ?? 0;
  }
}

function bringCodes(
  kernels: Kernels,
  codes: Source['codes'],
  to: number,
  rows: [number, number],
): void {
  const { u8, u16, i32, f64 } = kernels.views;
  if (codes instanceof Uint8Array) u8.set(codes.subarray(...rows), to);
  else if (codes instanceof Uint16Array) u16.set(codes.subarray(...rows), to >>> 1);
  else if (codes instanceof Int32Array) i32.set(codes.subarray(...rows), to >>> 2);
  else if (codes !== null) f64.set(codes.subarray(...rows), to >>> 3);
}

function take(step: Step, kernels: Kernels, job: Job, at: { word: number; words: number }): void {
  const { word, words } = at;
  const { u32, f64 } = kernels.views;
  switch (step.do) {
    case 'join':
      kernels.planes[step.op](step.a, step.b, step.to, words);
      return;
    case 'span':
      kernels.spans[step.kind](step.from, step.to, words, step.low, step.high);
      return;
    case 'out':
      job.outs[step.out]?.set(u32.subarray(step.from >>> 2, (step.from >>> 2) + words), word);
      return;
    case 'plane': {
      const plane = job.columns[step.column]?.[step.of];
      if (plane) u32.set(plane.subarray(word, word + words), step.to >>> 2);
      return;
    }
    case 'codes': {
      const codes = job.columns[step.column]?.codes ?? null;
      bringCodes(kernels, codes, step.to, [word * 32, (word + words) * 32]);
      return;
    }
    case 'widen':
      kernels.widen[step.kind](step.from, step.to, words, step.times, step.plus);
      return;
    case 'sum':
      kernels.sums[step.op](step.a, step.b, step.to, words);
      return;
    case 'compare':
      kernels.compares[step.op](step.a, step.b, step.to, words);
      return;
    case 'constant':
      f64.fill(step.value, step.to >>> 3, (step.to >>> 3) + words * 32);
      return;
    case 'fill':
      kernels.fill(step.to, words, step.bits);
      return;
    case 'table':
      lookUp(kernels, step, words);
      return;
    default:
      lookUpValues(kernels, step, words);
  }
}

/** How many blocks a job has. */
export const blocksOf = (words: number): number => Math.ceil(words / BLOCK);

/** Runs one block of a job; blocks may run in any order and at once on kernels of their own. */
export function runBlock(job: Job, kernels: Kernels, block: number): void {
  const word = block * BLOCK;
  const at = { word, words: Math.min(BLOCK, job.words - word) };
  for (const step of job.program.steps) take(step, kernels, job, at);
}

let scratch: Kernels | null = null;

/** Runs the blocks that `next` gives (null: no more) on this thread's kernels. */
export function runBlocks(job: Job, next: () => number | null): void {
  const { bytes } = job.program;
  if (scratch === null || scratch.views.u8.byteLength < bytes) scratch = vectorKernels(bytes);
  for (let block = next(); block !== null; block = next()) runBlock(job, scratch, block);
}

/** Runs a whole job on this thread. */
export function runJob(job: Job): void {
  let block = 0;
  runBlocks(job, () => (block < blocksOf(job.words) ? block++ : null));
}
