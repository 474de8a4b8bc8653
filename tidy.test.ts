/**
 * The style, as a test. A rule reads all files of the project and gives its offences, each with its
 * place; beside it stands a planted offence that it has to find.
 */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

type File = { path: string; text: string };
type Rule = { name: string; find: (files: File[]) => string[]; planted: File | File[] };

const root = import.meta.dirname;
const skipped = new Set(['node_modules', 'dist', 'var', '.git', '.ci']);
const read = /\.(ts|tsx|mjs|css|html|sql|md|yaml|json|txt|snap)$|^\.npmrc$/;

function* walk(folder: string): Generator<string> {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    if (skipped.has(entry.name)) continue;
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(place);
    else if (read.test(entry.name) && entry.name !== 'package-lock.json') yield place;
  }
}

const files: File[] = [...walk(root)].map((place) => (
  { path: path.relative(root, place), text: fs.readFileSync(place, 'utf8') }));

/** Tests, and the people and things they are made with. */
const isTest = (p: string): boolean => /\.(test|story)\.tsx?$|^tests\/|^e2e\/|\/samples\.ts$/.test(p);
const isCode = (p: string): boolean => /\.(ts|tsx|mjs)$/.test(p);
/** Sentences of a language: one a line, however long it is. */
const isWords = (p: string): boolean => /^(web\/(texts\/en-|workbench\/[\w-]*en\b)[\w-]*|(server\/[a-z]+|graph)\/words-en[\w-]*)\.ts$/.test(p);
const roomOf = (p: string): string | undefined => /^server\/([a-z]+)\//.exec(p)?.[1];

/** Tables of data in TypeScript's clothes. */
const data = new Set(['server/base/holidays.ts', 'catalogue/filled.ts']);

/** Rooms in their calling order; rooms on one level do not call each other. */
const levels: Record<string, number> = {
  base: 0, identity: 1, catalogue: 2, facts: 3, licences: 4, messages: 4, sources: 4, review: 5, cases: 6, feedback: 7,
  exchange: 8,
};
const rooms = Object.keys(levels);
const domainSchemas = rooms.filter((room) => room !== 'base').join('|');

function lines(
  files: File[], wanted: (file: File) => boolean, offence: (line: string, file: File) => boolean,
): string[] {
  return files.filter(wanted).flatMap((file) => file.text.split('\n')
    .flatMap((line, i) => (offence(line, file) ? [`${file.path}:${i + 1}`] : [])));
}

/** Every import and re-export of a file: what it names, and whether only types come. */
function importsOf({ text }: File): { from: string; typeOnly: boolean }[] {
  const found = [...text.matchAll(/^\s*(?:import|export)\s+(type\s+)?(?:([^'";]*?)\s+from\s+)?['"]([^'"]+)['"]/gm)]
    .map(([, type, names = '', from = '']) => ({
      from, typeOnly: type !== undefined
        || (names.startsWith('{') && names.slice(1, -1).split(',').every((n) => n.trim() === '' || /^\s*type\s/.test(n))),
    }));
  const dynamic = [...text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g)]
    .map(([, from = '']) => ({ from, typeOnly: false }));
  return [...found, ...dynamic];
}

function outOfOrder(file: File): string[] {
  const room = roomOf(file.path);
  if (!room || isTest(file.path)) return [];
  return importsOf(file).flatMap(({ from }) => {
    const to = /^#([a-z]+)/.exec(from)?.[1] ?? '';
    if (!(to in levels)) return [];
    const fine = (levels[to] ?? 99) < (levels[room] ?? -1);
    return fine ? [] : [`${file.path}: ${room} calls ${to}`];
  });
}

/** A relative import that leaves the folder it is in: its room, or rules, graph, web. */
function leavesHome(file: File): string[] {
  const home = /^(server\/[a-z]+|rules|graph|web)\//.exec(file.path)?.[1];
  if (!home || isTest(file.path)) return [];
  return importsOf(file).filter(({ from }) => from.startsWith('.')).flatMap(({ from, typeOnly }) => {
    const to = path.posix.join(path.posix.dirname(file.path), from);
    const fine = to.startsWith(`${home}/`) || (home === 'web' && typeOnly);
    return fine ? [] : [`${file.path}: ${from}`];
  });
}

const fine4web = /^#(rules\/(?:runtime|patterns|authoring)|graph|graph\/(?:members|values|words-en)|[a-z]+\/states)$/;

function webReaches(file: File): string[] {
  if (!file.path.startsWith('web/') || isTest(file.path)) return [];
  return importsOf(file)
    .filter(({ from, typeOnly }) => !typeOnly && (from.startsWith('#') || from.includes('server/')) && !fine4web.test(from))
    .map(({ from }) => `${file.path}: ${from}`);
}

function pureReaches(file: File): string[] {
  const home = /^(rules|graph)\//.exec(file.path)?.[1];
  if (!home || isTest(file.path)) return [];
  const allowed = home === 'graph' ? /^#rules$/ : /^$/;
  return importsOf(file)
    .filter(({ from }) => (from.startsWith('#') && !allowed.test(from)) || /^node:(fs|net|http|child_process)/.test(from))
    .map(({ from }) => `${file.path}: ${from}`);
}

/** Oxlint knows where functions end; it counts their lines and parameters. */
function byLint(files: File[]): string[] {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bantuo-tidy-'));
  try {
    const code = files.filter((f) => /\.tsx?$/.test(f.path) && !isTest(f.path));
    for (const f of code) {
      fs.mkdirSync(path.join(folder, path.dirname(f.path)), { recursive: true });
      fs.writeFileSync(path.join(folder, f.path), f.text);
    }
    fs.writeFileSync(path.join(folder, 'lint.json'), JSON.stringify({ categories: { correctness: 'off' }, rules: {
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', { max: 4 }], 'typescript/no-explicit-any': 'error',
    } }));
    const bin = path.join(root, 'node_modules', 'oxlint', 'bin', 'oxlint');
    const out = lint(bin, folder);
    const found = JSON.parse(out) as { diagnostics: { message: string; filename: string; labels: { span: { line: number } }[] }[] };
    return found.diagnostics.map((d) => `${d.filename}:${d.labels[0]?.span.line ?? 0} ${d.message}`);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

function lint(bin: string, cwd: string): string {
  try {
    return execFileSync(process.execPath, [bin, '-c', 'lint.json', '--format', 'json', '.'], { cwd, maxBuffer: 1 << 26 }).toString();
  } catch (error) {
    // Offences make it end with 1, and are on its output all the same.
    return String((error as { stdout?: Buffer }).stdout ?? '');
  }
}

function roomsWithoutDoor(all: File[]): string[] {
  const there = new Set(all.map((f) => f.path));
  const found = new Set(all.map((f) => roomOf(f.path)).filter((r) => r !== undefined));
  const homes = [...[...found].map((room) => `server/${room}`), 'rules', 'graph'].filter((home) => all.some((f) => f.path.startsWith(`${home}/`)));
  return homes.flatMap((home) => ['README.md', 'index.ts'].filter((door) => !there.has(`${home}/${door}`)).map((door) => `${home}/${door}`));
}

function twiceNumbered(all: File[]): string[] {
  const numbers = all.map((f) => /^docs\/decisions\/(\d+)-/.exec(f.path)?.[1]).filter((n) => n !== undefined);
  return [...new Set(numbers.filter((n, i) => numbers.indexOf(n) !== i))].map((n) => `docs/decisions: ${n} twice`);
}

/** Which folders may have an index: a door, and the one list of all texts. */
const doors = /^(server\/[a-z]+|rules|graph|web\/texts)\/index\.ts$/;
const ownWords = /tidy\.test\.ts$/;
/** A rule's own words, put together so that this file keeps them itself. */
const word = (...parts: string[]): string => parts.join('');

const rules: Rule[] = [
  {
    name: 'a file of code has at most 400 lines',
    find: (all) => all.filter((f) => /\.(ts|tsx|mjs|css)$/.test(f.path) && !data.has(f.path))
      .filter((f) => f.text.trimEnd().split('\n').length > 400).map((f) => `${f.path}: ${f.text.split('\n').length}`),
    planted: { path: 'server/cases/long.ts', text: 'x\n'.repeat(401) },
  },
  {
    name: 'a line has at most 120 characters',
    find: (all) => lines(all, (f) => isCode(f.path) && !isTest(f.path) && !isWords(f.path)
      && !data.has(f.path), (line) => [...line].length > 120
      && !/^\s*(import|export) .* from /.test(line)),
    planted: { path: 'rules/wide.ts', text: `const a = '${'x'.repeat(120)}';` },
  },
  {
    name: 'a function has at most 70 lines and 4 parameters (a context and three more), and nothing is any',
    find: byLint,
    planted: { path: 'graph/big.ts', text: `export function big(a: ${word('a', 'ny')}, b: 1, c: 1, d: 1, e: 1) {\n${'  void 0;\n'.repeat(71)}}\n` },
  },
  {
    name: 'nothing is told to look away',
    find: (all) => lines(all, (f) => isCode(f.path) && !ownWords.test(f.path), (line) => /@ts-(ignore|nocheck|expect-error)/.test(line)),
    planted: { path: 'web/a.ts', text: `// ${word('@ts-', 'ignore')}\nf(1);` },
  },
  {
    name: 'files are named for what they do, not for what they are',
    find: (all) => all.map((f) => f.path).filter((p) =>
      /(^|\/)(utils?|helpers?|types?|services?|controllers?|constants?|common|misc)(\.[a-z]+|\/|$)/.test(p)
      && isCode(p) && !p.startsWith('web/fields/')),
    planted: { path: 'server/cases/utils.ts', text: '' },
  },
  {
    name: 'only a room has a door',
    find: (all) => all.map((f) => f.path).filter((p) => /(^|\/)index\.tsx?$/.test(p) && !doors.test(p)),
    planted: { path: 'web/ui/index.ts', text: "export * from './Button.tsx';" },
  },
  {
    name: 'a room calls only rooms above it',
    find: (all) => all.flatMap(outOfOrder),
    planted: { path: 'server/licences/x.ts', text: "import { tell } from '#messages';" },
  },
  {
    name: 'a room is entered by its door: no relative import leaves its folder',
    find: (all) => all.flatMap(leavesHome),
    planted: { path: 'server/cases/x.ts', text: "import { sign } from '../licences/sign.ts';" },
  },
  {
    name: 'rules and graph are pure',
    find: (all) => all.flatMap(pureReaches),
    planted: { path: 'graph/x.ts', text: "import { sql } from '#base';" },
  },
  {
    name: 'a browser takes types and states from the server, nothing else',
    find: (all) => all.flatMap(webReaches),
    planted: { path: 'web/x.ts', text: "import { sql, type Db } from '#base';" },
  },
  {
    name: 'a room’s tables are its own: no other room’s schema in SQL',
    find: (all) => lines(all, (f) => roomOf(f.path) !== undefined && !isTest(f.path), (line, f) =>
      [...line.matchAll(new RegExp(`\\b(?:from|join|into|update|table)\\s+(${domainSchemas})\\.[a-z]`, 'gi'))]
        .some(([, schema]) => schema !== roomOf(f.path))),
    planted: { path: 'server/facts/x.ts', text: 'sql`select 1 from cases.case`' },
  },
  {
    name: 'every room has a page and a door',
    find: roomsWithoutDoor,
    planted: { path: 'server/hall/open.ts', text: '' },
  },
  {
    name: 'a decision’s number is its own',
    find: twiceNumbered,
    planted: [{ path: 'docs/decisions/0007-a.md', text: '' }, { path: 'docs/decisions/0007-b.md', text: '' }],
  },
  {
    name: 'nothing is left for later',
    find: (all) => lines(all, (f) => !ownWords.test(f.path) && !f.path.endsWith('.json'), (line) => /\b(FIXME|TODO|XXX|HACK)\b/.test(line)),
    planted: { path: 'rules/x.ts', text: `// ${word('TO', 'DO')}: later` },
  },
  {
    name: 'no path or host of one machine',
    find: (all) => lines(all, (f) => !ownWords.test(f.path), (line) =>
      /\/work\/(main|shared)|\/(home|Users)\/[a-z]+\/|registry\.[a-z]+\.[a-z]+|artifactory/.test(line)),
    planted: { path: 'cli/x.ts', text: `readFile('${word('/wo', 'rk/main/x')}')` },
  },
  {
    name: 'no test alone, none left out',
    find: (all) => lines(all, (f) => isTest(f.path) && !ownWords.test(f.path), (line) => /^\s*(test|it|describe)\.(only|skip|todo)\b/.test(line)),
    planted: { path: 'server/cases/x.test.ts', text: `  ${word('test', '.only')}('a', f);` },
  },
  {
    name: 'exports have names',
    find: (all) => lines(all, (f) => isCode(f.path) && !/(^|\/)(vite|vitest)\.config\.ts$|^tests\/(setup|matrix\/given)\.ts$/.test(f.path),
      (line) => /^export default\b/.test(line)),
    planted: { path: 'web/x.tsx', text: 'export default function X() {}' },
  },
  {
    name: 'random tests print their seed',
    find: (all) => all.filter((f) => isTest(f.path) && /from 'fast-check'/.test(f.text) && !/seed/.test(f.text)).map((f) => f.path),
    planted: { path: 'rules/x.test.ts', text: "import fc from 'fast-check';" },
  },
];

test('the project is there to be read', () => {
  expect(files.length).toBeGreaterThan(200);
  expect(files.map((f) => f.path)).toContain('server/cases/states.ts');
});

describe.each(rules)('$name', ({ find, planted }) => {
  test('a planted offence is found', () => {
    expect(find([planted].flat()).length).toBeGreaterThan(0);
  });

  test('nowhere offended', () => {
    expect(find(files)).toEqual([]);
  });
});
