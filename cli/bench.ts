/** `npm run bench`: every figure beside its floor or peer, one after the other. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { root } from '#base';

const benches = [
  'rule.ts', 'population.ts', 'population-sql.ts', 'guide.ts', 'guide-http.ts', 'submit.ts', 'life-cycles.ts',
  'first-load.ts', 'packages.ts',
];

/** Runs the benches named, or all. Throws when one does not run to its end. */
export function bench(names: string[]): void {
  const wanted = names.length > 0 ? names.map((n) => `${n.replace(/\.ts$/, '')}.ts`) : benches;
  for (const name of wanted) {
    const file = path.join(root, 'bench', name);
    if (!fs.existsSync(file)) throw new Error(`没有 bench/${name}；有：${benches.join('、')}`);
    process.stdout.write(`\n— ${name}\n`);
    const done = spawnSync(process.execPath, [file], { cwd: root, stdio: 'inherit' });
    if (done.status !== 0) throw new Error(`bench/${name} 没有跑完。`);
  }
}
