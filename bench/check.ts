/**
 * How long `bantuo check` takes over a catalogue of the size a bureau writes: the real one and 200
 * items made from its largest, each with an id, a name and constants of its own, so that no two
 * of them share every rule.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkFiles } from '#graph';

const ROOT = join(import.meta.dirname, '..', 'catalogue');
const COPIES = Number(process.env['COPIES'] ?? 200);
const ROUNDS = Number(process.env['ROUNDS'] ?? 3);

const env = { today: '2026-11-22', calendar: { workdays: () => 5, addWorkdays: (d: string) => d } };

type File = { path: string; text: string };

function realFiles(): File[] {
  return readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml'))
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
}

/** Copies of the largest item: another id and name, and its whole numbers in rules moved on. */
function copies(files: File[]): File[] {
  const items = files.filter(({ path }) => path.startsWith('items/'));
  const [largest] = items.toSorted((a, b) => b.text.length - a.text.length);
  if (largest === undefined) throw new Error('the catalogue has no item');
  return Array.from({ length: COPIES }, (_, i) => ({
    path: `items/generated/copy-${i}.yaml`,
    text: largest.text
      .replace(/^id: (.*)$/m, `id: copy-${i}`)
      .replace(/^name: \{ zh: /m, `name: { zh: 第${i}份`)
      .replace(/(>=|>|<=|<) (\d+)\b/g, (_all, op: string, n: string) => `${op} ${Number(n) + i}`),
  }));
}

function main(): void {
  const real = realFiles();
  const files = [...real, ...copies(real)];
  const items = files.filter(({ path }) => path.startsWith('items/'));
  const bytes = items.reduce((n, { text }) => n + Buffer.byteLength(text), 0);
  console.log(`check · ${items.length} items · ${(bytes / 1e6).toFixed(1)} MB of YAML`);
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const begun = performance.now();
    const { problems } = checkFiles(files, env);
    times.push((performance.now() - begun) / 1000);
    const errors = problems.filter((p) => p.level === 'error').length;
    console.log(`  ${times[round]?.toFixed(2)} s, ${errors} errors, ${problems.length - errors} notes`);
  }
  const best = Math.min(...times);
  console.log(`  best of ${ROUNDS}: ${best.toFixed(2)} s, ${((best / items.length) * 1000).toFixed(1)} ms an item`);
}

main();
