/** What the page works out by itself is what the server says once it has the letters. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import {
  assemble,
  formOf,
  missing,
  open,
  pageRules,
  parseCatalogue,
  review,
  type OpenItem,
} from '#graph';
import type { Draft, Facts, Json } from '../contract.ts';
import { instantOf } from './instant.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
console.info(`instant.test seed ${seed}`);

const runs = Number(process.env['RUNS'] ?? 150);

const ROOT = join(import.meta.dirname, '../../catalogue');
const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.yaml'))
  .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
const { catalogue } = parseCatalogue(files);
const items = Object.keys(catalogue.items).map((id) =>
  open(assemble(catalogue, id, () => 'h').version, id),
);

const env = {
  today: '2026-11-22',
  calendar: { workdays: () => 4, addWorkdays: (date: string) => date },
};

type Row = Record<string, Json | undefined>;

function facts(row: Row): Facts {
  const made: Facts = {};
  for (const [at, value] of Object.entries(row)) {
    if (value === undefined) continue;
    const said = { source: 'applicant', grade: 'D', on: env.today } as const;
    made[at] = value === null ? { state: 'none', ...said } : { state: 'known', value, ...said };
  }
  return made;
}

/** The draft as the server gives it for these facts. */
function served(item: OpenItem, row: Row): Draft {
  const known = facts(row);
  const view = {
    itemVersion: item.hash,
    facts: known,
    form: formOf(item, known, env),
    findings: review(item, known, env),
    missing: missing(item, known, { env, handedIn: { documents: {} } }),
    rules: null,
  };
  return view as unknown as Draft;
}

let state = seed >>> 0;
function below(n: number): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 4_294_967_296) * n);
}
const one = <T>(list: readonly T[]): T => list[below(list.length)] as T;
const day = (n: number): string => new Date(Date.UTC(2026, 10, 22 + n)).toISOString().slice(0, 10);

function valueAt(item: OpenItem, address: string): Json {
  const ask = item.asks.find((a) => a.address === address);
  if (ask) return one(ask.options).value;
  const target = item.names.byAddress.get(address.replace(/\[\d+\]/, '[]'));
  const field = target?.field;
  if (target?.kind === 'group') return String(below(4));
  if (field?.type === 'boolean') return below(2) === 1;
  if (field?.type === 'choice') return one(Object.keys(field.options ?? { x: 0 }));
  if (field?.type === 'choices')
    return Object.keys(field.options ?? {}).filter(() => below(2) === 1);
  if (field?.type === 'number' || field?.type === 'money') return String(below(200));
  if (field?.type === 'date') return day(below(400) - 200);
  return one(['示范', '全国示范', '11010519491231002X']);
}

/** Addresses of an item's form and asks, members written out. */
function addresses(item: OpenItem): string[] {
  const fields = item.form.flatMap((section) => section.fields.map((field) => field.address));
  const many = item.parties.filter((party) => party.many).map((party) => party.id);
  const all = [...fields, ...item.asks.map((ask) => ask.address), ...many];
  return [
    ...new Set(
      all.flatMap((at) =>
        at.includes('[]') ? [0, 1, 2].map((n) => at.replace('[]', `[${n}]`)) : [at],
      ),
    ),
  ];
}

function randomRow(item: OpenItem): Row {
  const known = below(10) / 10;
  return Object.fromEntries(
    addresses(item).flatMap((at): [string, Json][] =>
      below(100) / 100 < known ? [[at, below(12) === 0 ? null : valueAt(item, at)]] : [],
    ),
  );
}

/** What is shown. What may come (`unknown`) is not, and the server rules out more of it by looking at all answers together. */
const shownIn = (draft: Draft): string[] =>
  draft.form.flatMap((section) =>
    section.fields
      .filter((field) => field.shown === 'yes')
      .map((field) => `${section.section} ${field.address}`),
  );
/** What the page leaves open: the server may know more, from all answers together. */
const openIn = (draft: Draft): Set<string> =>
  new Set(
    draft.form.flatMap((section) =>
      section.fields
        .filter((field) => field.shown === 'unknown')
        .map((field) => `${section.section} ${field.address}`),
    ),
  );
const failing = (draft: Draft): string[] =>
  draft.findings
    .filter((found) => found.verdict === 'fail')
    .map((found) => found.point)
    .sort();

/** What is looked up or taken at once has no draft to fill in. */
const drafted = items.filter(({ item }) => !['query', 'document'].includes(item.procedure));

describe.each(drafted.map((item) => [item.item.id, item] as const))('%s', (_id, item) => {
  const page = JSON.parse(JSON.stringify(pageRules(item, env.today))) as ReturnType<
    typeof pageRules
  >;

  test('the page shows what the server will show, and finds what it will find', async () => {
    const instant = await instantOf(page);
    const all = addresses(item);
    // Points that ask the calendar are the server's.
    const runnable = (at: number | undefined): boolean => at === undefined || at >= 0;
    const here = new Set(
      page.points.filter((p) => runnable(p.holds) && runnable(p.when)).map((p) => p.finding.point),
    );
    const found = (draft: Draft): string[] => failing(draft).filter((point) => here.has(point));
    let changed = 0;
    for (let n = 0; n < runs; n++) {
      const row = randomRow(item);
      const typing = new Map<string, Json | undefined>();
      for (let k = 0; k <= below(3); k++) {
        const at = one(all);
        typing.set(at, below(5) === 0 ? undefined : valueAt(item, at));
      }
      const before = served(item, row);
      const after = served(item, { ...row, ...Object.fromEntries(typing) });
      const made = instant(before, typing);
      const note = JSON.stringify({ row, typing: [...typing] });
      // Where its own rules leave it open the page keeps what the server said before.
      const [open, later, said] = [openIn(made), openIn(after), new Set(shownIn(before))];
      const shown = shownIn(made).filter((at) => !(later.has(at) && said.has(at)));
      expect(shown, note).toEqual(shownIn(after).filter((at) => !open.has(at)));
      expect(found(made), note).toEqual(found(after));
      const counts = (draft: Draft): unknown[] =>
        draft.form.flatMap((section) => (section.shown === 'yes' ? section.many : []));
      expect(counts(made), note).toEqual(counts(after));
      if (JSON.stringify(shownIn(before)) !== JSON.stringify(shownIn(after))) changed++;
      if (JSON.stringify(failing(before)) !== JSON.stringify(failing(after))) changed++;
    }
    expect(changed).toBeGreaterThan(0);
  });

  test('nothing typed changes nothing, another version is left alone', async () => {
    const instant = await instantOf(page);
    const draft = served(item, randomRow(item));
    expect(instant(draft, new Map())).toBe(draft);
    const other = { ...draft, itemVersion: 'another' };
    expect(instant(other, new Map([['ask.x', true]]))).toBe(other);
  });

  test('what goes over the line for it is small', () => {
    const bytes = gzipSync(JSON.stringify(page)).length;
    console.info(
      `${item.item.id}: ${page.rules.length} rules, ${(bytes / 1000).toFixed(1)} KB gzip`,
    );
    expect(page.rules.length).toBeGreaterThan(0);
    expect(bytes).toBeLessThan(20_000);
  });
});
