/**
 * The quick reader against the full one: what it reads it reads the same, value by value and place
 * by place; what the full reader refuses it never reads.
 */
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isMap, isPair, isScalar, isSeq, parseDocument } from 'yaml';
import type { ParsedNode } from 'yaml';
import { exampleFiles } from './example.ts';
import { plainOf, quickYaml } from './quick-yaml.ts';
import type { QuickNode } from './quick-yaml.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
console.log(`quick yaml tests with SEED=${seed}`);

const ROOT = join(import.meta.dirname, '..', 'catalogue');
const texts = [
  ...readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml'))
    .map((path) => readFileSync(join(ROOT, path), 'utf8').normalize('NFC')),
  ...exampleFiles().map(({ text }) => text),
];

/** Places of all keys, items and words, in order. */
function places(node: QuickNode | null): unknown {
  if (node === null) return null;
  if (node.kind === 'scalar') return [node.start, node.end];
  if (node.kind === 'seq') return [node.start, node.items.map(places)];
  return [node.start, node.entries.map((one) => [one.key, one.start, places(one.node)])];
}

function fullPlaces(node: ParsedNode | null): unknown {
  if (node === null) return null;
  if (isMap(node)) {
    const entries = node.items.map((pair) => {
      if (!isPair(pair) || !isScalar(pair.key)) return 'odd';
      const value = pair.value as ParsedNode | null;
      const nothing = value === null || (isScalar(value) && value.value === null && value.range[0] === value.range[1]);
      return [String(pair.key.value), (pair.key as ParsedNode).range[0], nothing ? null : fullPlaces(value)];
    });
    return [node.range[0], entries];
  }
  if (isSeq(node)) return [node.range[0], node.items.map((one) => fullPlaces(one as ParsedNode))];
  return [node.range[0], node.range[1]];
}

function agree(text: string): boolean {
  const quick = quickYaml(text);
  if (quick === undefined) return false;
  const document = parseDocument(text);
  expect(document.errors.map((e) => e.message), text).toEqual([]);
  expect(plainOf(quick), text).toEqual(document.toJS());
  expect(places(quick), text).toEqual(fullPlaces(document.contents));
  return true;
}

test('reads nearly all of the catalogue, and all of it right', () => {
  const read = texts.filter(agree);
  expect(read.length).toBeGreaterThan(texts.length * 0.9);
});

test('texts with slips in them', () => {
  const signs = fc.constantFrom(...'{}[]:,#-\'" \n&*!|>%@`?~<=0.1x甲', ': ', ' #', '- ', '\n  ', '"a"', 'null', '1e3', '0x1f', '-0', '.5');
  const slip = fc.tuple(fc.nat(), fc.nat(3), signs);
  let read = 0;
  const property = fc.property(fc.constantFrom(...texts), fc.nat(), fc.array(slip, { minLength: 1, maxLength: 3 }), (text, from, slips) => {
    // A stretch of whole lines, so that slips fall near what they can spoil.
    const lines = text.split('\n');
    const begun = from % lines.length;
    const some = lines.slice(0, 3).concat(lines.slice(begun, begun + 12));
    let made = (from % 2 === 0 ? some : lines.slice(0, 25)).join('\n');
    for (const [at, drop, put] of slips) {
      const place = at % (made.length + 1);
      made = made.slice(0, place) + put + made.slice(place + drop);
    }
    if (agree(made)) read++;
  });
  fc.assert(property, { seed, numRuns: Number(process.env['RUNS'] ?? 4000) });
  expect(read).toBeGreaterThan(100);
});

test.each([
  ['a: 1\nb:\n- x\n- { c: "d", e: [1, 2] }\n', true],
  ['- a: 1\n  b: 2\n- - 1\n  - 2\n', true],
  ['a: |\n  text\n', false],
  ['a: one\n  two\n', false],
  ['a: &x 1\nb: *x\n', false],
  ['a: 1\na: 2\n', false],
  ['---\na: 1\n', false],
  ['a:\t1\n', false],
  ['__proto__: { polluted: true }\n', false],
  ['a: 2026-11-22\nb: -3\nc: 12.50\n', false],
])('%j is common: %s', (text, common) => {
  expect(agree(text)).toBe(common);
});
