/** `bantuo functions`: writes the manual's table of functions from the code. */
import fs from 'node:fs';
import path from 'node:path';
import { root } from '#base';
import { manualPage } from '#rules/manual';

/** Writes docs/functions.md. */
export function functions(): void {
  fs.writeFileSync(path.join(root, 'docs/functions.md'), manualPage());
  process.stdout.write('已写 docs/functions.md\n');
}
