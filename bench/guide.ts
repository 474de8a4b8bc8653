/**
 * Guides a second on the largest item of the catalogue, over at least 1,000 different sets of
 * facts, without any cache of whole answers; beside it the time JSON.stringify takes for the same
 * answers.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assemble, guide, guideBytes, open, parseCatalogue } from '#graph';
import type { Facts, OpenItem } from '#graph';
import type { Json } from '#rules';

const ROOT = join(import.meta.dirname, '..', 'catalogue');
const SETS = 2000;
const ROUNDS = 7;
const FLOOR = 20_000;

const day = { today: '2026-11-22', calendar: { workdays: () => 5, addWorkdays: (d: string) => d } };

function files(): { path: string; text: string }[] {
  return readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml'))
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
}

/** Random facts for every field and ask of an item, each known with probability two in three. */
function someFacts(item: OpenItem, random: () => number): Facts {
  const facts: Facts = {};
  const pick = <T>(list: T[]): T => list[Math.floor(random() * list.length)] as T;
  const know = (address: string, value: Json): void => {
    if (random() < 2 / 3) {
      facts[address] = { state: 'known', value, source: 'applicant', grade: 'D', on: day.today };
    }
  };
  for (const ask of item.asks) know(ask.address, pick(ask.options).value);
  for (const { address, field, target } of item.form.flatMap((s) => s.fields)) {
    if (facts[address] || target.many) continue;
    const months = Math.floor(random() * 600);
    const month = String((months % 12) + 1).padStart(2, '0');
    const date = `${1977 + Math.floor(months / 12)}-${month}-15`;
    if (field.type === 'date') know(address, date);
    else if (field.type === 'number') know(address, String(Math.floor(random() * 1000)));
    else if (field.type === 'boolean') know(address, random() < 0.5);
    else if (field.type === 'choice') know(address, pick(Object.keys(field.options ?? { x: {} })));
    else know(address, `文字${Math.floor(random() * 1000)}`);
  }
  for (const party of item.parties)
    if (party.many) know(party.id, String(1 + Math.floor(random() * 5)));
  return facts;
}

function median(list: number[]): number {
  return list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] as number;
}

function main(): void {
  const { catalogue } = parseCatalogue(files());
  const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
  const versions = Object.keys(catalogue.items).map((id) => assemble(catalogue, id, hash));
  const largest = versions.toSorted(
    (a, b) => JSON.stringify(b.version).length - JSON.stringify(a.version).length,
  )[0];
  if (!largest) throw new Error('the catalogue has no item');
  const item = open(largest.version, largest.hash);
  let state = 7;
  const random = (): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x80000000;
  };
  const sets = Array.from({ length: SETS }, () => someFacts(item, random));
  const distinct = new Set(sets.map((s) => JSON.stringify(s))).size;
  const begun = performance.now();
  const guides = sets.map((s) => guide(item, s, day));
  const cold = performance.now() - begun;
  const rates = {
    guide: [] as number[],
    'guide as bytes': [] as number[],
    stringify: [] as number[],
  };
  for (let round = 0; round < ROUNDS; round++) {
    let at = performance.now();
    for (const s of sets) guide(item, s, day);
    rates.guide.push((SETS / (performance.now() - at)) * 1000);
    at = performance.now();
    for (const s of sets) guideBytes(item, s, day);
    rates['guide as bytes'].push((SETS / (performance.now() - at)) * 1000);
    at = performance.now();
    for (const g of guides) Buffer.from(JSON.stringify(g));
    rates.stringify.push((SETS / (performance.now() - at)) * 1000);
  }
  const bytes = median(guides.map((g) => Buffer.byteLength(JSON.stringify(g))));
  const shown = (n: number): string => Math.round(n).toLocaleString('en-US');
  console.log(
    `guide · ${item.item.id} · ${shown(distinct)} sets of facts · answer ${shown(bytes)} bytes`,
  );
  console.log(`  first time round  ${((cold / SETS) * 1000).toFixed(0)} µs each`);
  for (const [name, list] of Object.entries(rates)) {
    const spread = `${shown(Math.min(...list))}–${shown(Math.max(...list))}`;
    console.log(
      `  ${name.padEnd(17)} ${shown(median(list))} a second (${spread}, ${ROUNDS} rounds)`,
    );
  }
  const rate = median(rates.guide);
  console.log(
    `  goal              ${shown(FLOOR)} a second: ${rate >= FLOOR ? 'reached' : 'NOT reached'}`,
  );
}

main();
