/** Copies folders file by file, with the digest of what was written. */
import crypto from 'node:crypto';
import fs from 'node:fs';
import fsp from 'node:fs/promises';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Size in bytes and SHA-256 of a file of a backup. */
export type Mark = { size: number; sha256: string };
/** Files by their path inside the backup. */
export type Marks = Record<string, Mark>;

/** Copies one file; undefined when it is gone meanwhile (a database's temporary file). */
export async function copyFile(from: string, to: string): Promise<Mark | undefined> {
  const hash = crypto.createHash('sha256');
  let size = 0;
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      size += chunk.length;
      done(null, chunk);
    },
  });
  await fsp.mkdir(path.dirname(to), { recursive: true, mode: 0o700 });
  try {
    await pipeline(
      fs.createReadStream(from),
      count,
      fs.createWriteStream(to, { mode: 0o600, flush: true }),
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    await fsp.rm(to, { force: true });
    return undefined;
  }
  return { size, sha256: hash.digest('hex') };
}

/** Every file under a folder, as paths from it; links and sockets are not followed. */
export async function* filesUnder(folder: string, under = ''): AsyncGenerator<string> {
  const entries = await fsp
    .readdir(path.join(folder, under), { withFileTypes: true })
    .catch(() => []);
  for (const entry of entries) {
    const at = path.posix.join(under, entry.name);
    if (entry.isDirectory()) yield* filesUnder(folder, at);
    else if (entry.isFile()) yield at;
  }
}

/** Folders under a folder, empty ones included: a database wants all of its own. */
export async function* foldersUnder(folder: string, under = ''): AsyncGenerator<string> {
  const entries = await fsp
    .readdir(path.join(folder, under), { withFileTypes: true })
    .catch(() => []);
  for (const entry of entries) {
    if (!entry.isDirectory()) continue;
    const at = path.posix.join(under, entry.name);
    yield at;
    yield* foldersUnder(folder, at);
  }
}

/** Copies what `wanted` wants of a folder to `to/name/…`; gives the marks by path inside `to`. */
export async function copyFolder(
  from: string,
  to: { folder: string; name: string },
  wanted: (file: string) => boolean = () => true,
): Promise<Marks> {
  const marks: Marks = {};
  for await (const file of filesUnder(from)) {
    if (!wanted(file)) continue;
    const at = path.posix.join(to.name, file);
    const mark = await copyFile(path.join(from, file), path.join(to.folder, at));
    if (mark) marks[at] = mark;
  }
  return marks;
}

/** Files whose bytes are not (any more) those of the marks, and files that lack. */
export async function differing(folder: string, marks: Marks): Promise<string[]> {
  const bad: string[] = [];
  for (const [at, { size, sha256 }] of Object.entries(marks)) {
    const hash = crypto.createHash('sha256');
    let read = 0;
    try {
      for await (const chunk of fs.createReadStream(
        path.join(folder, at),
      ) as AsyncIterable<Buffer>) {
        hash.update(chunk);
        read += chunk.length;
      }
    } catch {
      read = -1;
    }
    if (read !== size || hash.digest('hex') !== sha256) bad.push(at);
  }
  return bad;
}
