/**
 * Puts a new build of the pages where a running server takes them from, without a moment in which
 * something is not there: first what the pages call for, then the pages themselves, each file by a
 * rename. What the build before called for stays until the next one: pages that are open go on.
 * Plain JavaScript and Node's own modules, as the launcher needs it.
 */
import fs from 'node:fs';
import path from 'node:path';

/** What was put there and from which sources: `{ stamp, files, before }`. */
const listFile = '.built';

function* filesUnder(folder, under = '') {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const name = path.posix.join(under, entry.name);
    if (entry.isDirectory()) yield* filesUnder(path.join(folder, entry.name), name);
    else yield name;
  }
}

/** The list of what was put there last; null where nothing was, or by another way. */
export function published(to) {
  try {
    const list = JSON.parse(fs.readFileSync(path.join(to, listFile), 'utf8'));
    return Array.isArray(list.files) ? list : null;
  } catch {
    return null;
  }
}

/** Moves the build in `from` to `to` and removes `from`. Both on one file system. */
export function publish({ from, to, stamp }) {
  const files = [...filesUnder(from)];
  const last = published(to);
  const there = fs.existsSync(to) ? [...filesUnder(to)] : [];
  // Built twice from the same sources, the one before is still the one before.
  const before = last === null ? there : last.stamp === stamp ? last.before : last.files;
  const pages = files.filter((file) => file.endsWith('.html'));
  for (const file of [...files.filter((one) => !pages.includes(one)), ...pages]) {
    fs.mkdirSync(path.join(to, path.dirname(file)), { recursive: true });
    fs.renameSync(path.join(from, file), path.join(to, file));
  }
  const stay = new Set([...files, ...before, listFile]);
  for (const file of there) if (!stay.has(file)) fs.rmSync(path.join(to, file), { force: true });
  const list = path.join(from, listFile);
  fs.writeFileSync(list, JSON.stringify({ stamp, files, before: before.filter((one) => one !== listFile) }));
  fs.renameSync(list, path.join(to, listFile));
  fs.rmSync(from, { recursive: true, force: true });
}
