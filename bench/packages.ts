/**
 * What a page loads of the rule engine, gzip: runtime ≤ 25 KB for citizens, with parser and check
 * ≤ 90 KB for the studio. What is loaded only where it is needed is told as what it adds.
 */
import { bundled } from './bundled.ts';

async function weight(...files: string[]): Promise<number> {
  const chunks = await bundled(...files);
  return chunks.reduce((sum, chunk) => sum + chunk.gzip, 0) / 1000;
}

const say = (kilobytes: number, what: string): void =>
  void process.stdout.write(`${kilobytes.toFixed(1).padStart(8)} KB gzip  ${what}\n`);

const runtime = await weight('rules/runtime.ts');
say(runtime, 'runtime: packed rules in, verdicts out; no parser, no check   goal ≤ 25');
say(
  (await weight('rules/runtime.ts', 'rules/patterns.ts')) - runtime,
  '  + functions of patterns, where a rule has them',
);
say(
  (await weight('rules/runtime.ts', 'rules/explain/explain.ts')) - runtime,
  '  + explanations, where they are asked for',
);
say(
  (await weight('rules/runtime.ts', 'rules/narrow/narrow.ts')) - runtime,
  '  + partial evaluation',
);
say(
  await weight('rules/authoring.ts'),
  'authoring: parser, check, problems, printing, packing   goal ≤ 90',
);
