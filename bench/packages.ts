/**
 * What a page loads of the rule engine, gzip: runtime ≤ 25 KB for citizens, with parser and check
 * ≤ 90 KB for the studio.
 */
import { bundled } from './bundled.ts';

const entries: [file: string, what: string, most: number][] = [
  ['rules/runtime.ts', 'runtime (no parser, no check)', 25],
  ['rules/patterns.ts', 'functions of patterns, loaded where a rule has them', 10],
  ['rules/explain/explain.ts', 'explanations, loaded when asked for, runtime included', 35],
  ['rules/authoring.ts', 'authoring (parser, check, problems, printing)', 90],
];

for (const [file, what, most] of entries) {
  const chunks = await bundled(file);
  const gzip = chunks.reduce((sum, chunk) => sum + chunk.gzip, 0) / 1000;
  const bytes = chunks.reduce((sum, chunk) => sum + chunk.bytes, 0) / 1000;
  process.stdout.write(
    `${gzip.toFixed(1).padStart(8)} KB gzip  ${bytes.toFixed(1).padStart(7)} KB  ${what}   goal ≤ ${most}\n`,
  );
}
