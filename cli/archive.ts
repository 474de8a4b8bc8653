/** `bantuo archive verify FILE`: the four properties of an archive package. */
import fs from 'node:fs';
import { checkPackage, judge } from '#cases';

/** Prints what was found. Gives the exit code: 0 when all four hold, 1 when not, 2 when there is no file. */
export async function verifyArchive(file: string, options: { key?: string }): Promise<number> {
  if (!fs.existsSync(file)) {
    process.stderr.write(`没有文件 ${file}：请检查路径。\n`);
    return 2;
  }
  const trusted = options.key === undefined ? undefined : fs.readFileSync(options.key, 'utf8');
  const properties = await checkPackage(fs.readFileSync(file), judge, trusted);
  for (const { property, holds, faults } of properties) {
    process.stdout.write(`${holds ? '✓' : '✗'} ${property}\n`);
    for (const fault of faults) process.stdout.write(`    ${fault}\n`);
  }
  return properties.every(({ holds }) => holds) ? 0 : 1;
}
