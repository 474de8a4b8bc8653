/**
 * As much of WebAssembly's binary format as the kernels need: instructions as lists of bytes.
 * https://webassembly.github.io/spec/core/binary/
 */

/** Instructions. */
export type Code = number[];

/** Unsigned LEB128. */
export function leb(value: number): Code {
  const bytes: Code = [];
  for (let left = value; ; left = Math.floor(left / 128)) {
    const byte = left % 128;
    if (left < 128) return [...bytes, byte];
    bytes.push(byte | 0x80);
  }
}

function signed(value: number): Code {
  const bytes: Code = [];
  for (let left = value; ; left >>= 7) {
    const byte = left & 0x7f;
    const last = (left >> 7 === 0 && byte < 64) || (left >> 7 === -1 && byte >= 64);
    if (last) return [...bytes, byte];
    bytes.push(byte | 0x80);
  }
}

const counted = (items: Code[]): Code => [...leb(items.length), ...items.flat()];
const sized = (bytes: Code): Code => [...leb(bytes.length), ...bytes];
const section = (id: number, bytes: Code): Code => [id, ...sized(bytes)];
const text = (name: string): Code => sized([...new TextEncoder().encode(name)]);

/** Types of values. */
export const I32 = 0x7f;
/** A double. */
export const F64 = 0x7c;
/** Sixteen bytes. */
export const V128 = 0x7b;

/** An instruction of the vectors. */
export const simd = (op: number, ...more: Code): Code => [0xfd, ...leb(op), ...more];
/** Value of a local. */
export const get = (local: number): Code => [0x20, ...leb(local)];
/** Takes a value into a local. */
export const set = (local: number, value: Code): Code => [...value, 0x21, ...leb(local)];
/** A constant. */
export const i32 = (value: number): Code => [0x41, ...signed(value)];
/** Applies an instruction to operands. */
export const on = (op: Code, ...operands: Code[]): Code => [...operands.flat(), ...op];
/** Adds to a local. */
export const advance = (local: number, by: number): Code =>
  set(local, on([0x6a], get(local), i32(by)));

/** Sixteen bytes from memory. */
export const load = (at: Code, offset = 0): Code => on(simd(0x00, 0, ...leb(offset)), at);
/** Sixteen bytes into memory. */
export const store = (at: Code, value: Code, offset = 0): Code =>
  on(simd(0x0b, 0, ...leb(offset)), at, value);
/** A word into memory. */
export const storeWord = (at: Code, value: Code): Code => on([0x36, 0, 0], at, value);

/** Runs the body as often as the local says (at least once), counting it down. */
export const times = (local: number, body: Code): Code =>
  [[0x03, 0x40], body, advance(local, -1), get(local), [0x0d, 0x00, 0x0b]].flat();

/** A function: types of its parameters and of its further locals, and its body. */
export type Function = { name: string; params: number[]; locals: number[]; body: Code };

/** A module over the imported memory `m.m`, with its functions as exports. */
export function assemble(functions: Function[]): Uint8Array<ArrayBuffer> {
  const types = functions.map(({ params }) => [0x60, ...counted(params.map((one) => [one])), 0]);
  const indexes = functions.map((_, at) => leb(at));
  const names = functions.map(({ name }, at) => [...text(name), 0, ...leb(at)]);
  const bodies = functions.map(({ locals, body }) =>
    sized([...counted(locals.map((type) => [1, type])), ...body, 0x0b]),
  );
  const parts = [
    [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    section(1, counted(types)),
    section(2, counted([[...text('m'), ...text('m'), 2, 0, 1]])),
    section(3, counted(indexes)),
    section(7, counted(names)),
    section(10, counted(bodies)),
  ];
  return Uint8Array.from(parts.flat());
}
