/** Script of the home page's first load, gzip (goal ≤ 150 KB): what its HTML asks for, and their imports. */
import fs from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from '#base';

const web = path.join(root, 'dist/web');

/** Static imports of a built chunk, relative to it. */
function importsOf(file: string): string[] {
  const text = fs.readFileSync(file, 'utf8');
  return [...text.matchAll(/(?:^|[;}\s])(?:import|export)\b[^'"()]*?['"](\.{1,2}\/[^'"]+\.js)['"]/g)]
    .map((m) => path.resolve(path.dirname(file), m[1] ?? ''));
}

const html = fs.readFileSync(path.join(web, 'citizen/index.html'), 'utf8');
const wanted = [...html.matchAll(/(?:src|href)="([^"]+\.js)"/g)].map((m) => path.join(web, m[1] ?? ''));
const all = new Set<string>();
while (wanted.length > 0) {
  const file = wanted.pop() ?? '';
  if (all.has(file)) continue;
  all.add(file);
  wanted.push(...importsOf(file));
}
let total = 0;
for (const file of [...all].sort()) {
  const size = gzipSync(fs.readFileSync(file), { level: 9 }).length;
  total += size;
  process.stdout.write(`${(size / 1024).toFixed(1).padStart(8)} KB  ${path.relative(web, file)}\n`);
}
process.stdout.write(`first load of the home page: ${(total / 1024).toFixed(1)} KB gzip of script   goal ≤ 150\n`);
