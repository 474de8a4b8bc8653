/** Reads the catalogue's folder. */
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { ENGINE, type CatalogueProblem } from '#graph';

export type CatalogueFile = { path: string; text: string };

function* filesUnder(folder: string): Generator<string> {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* filesUnder(full);
    else if (/\.ya?ml$/.test(entry.name)) yield full;
  }
}

/** The YAML files of a folder, by path inside it. Throws with words for the operator. */
export function readFiles(folder: string): CatalogueFile[] {
  if (!fs.existsSync(folder)) {
    throw new Error(`没有文件夹 ${folder}：请检查路径，事项目录通常在 catalogue/。`);
  }
  return [...filesUnder(folder)].sort().map((file) => ({
    path: path.relative(folder, file).split(path.sep).join('/'),
    text: fs.readFileSync(file, 'utf8'),
  }));
}

/** SHA-256 in hex: the name an item version is kept under. */
export function sha256(text: string): string {
  return crypto.createHash('sha256').update(text).digest('hex');
}

/** Digest of files and engine: the same means that an import would change nothing. */
export function digestOf(files: readonly CatalogueFile[]): string {
  const hash = crypto.createHash('sha256').update(`engine ${ENGINE}\n`);
  for (const file of files) {
    hash.update(`${file.path}\n${Buffer.byteLength(file.text)}\n`).update(file.text);
  }
  return hash.digest('hex');
}

/** A problem on one line, as editors and people find it: `catalogue/items/x.yaml:12:5 …`. */
export function problemLine(folder: string, problem: CatalogueProblem): string {
  const { file, line, column, message } = problem;
  return `${path.join(folder, file)}:${line}:${column} ${message}`;
}
