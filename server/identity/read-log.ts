/** identity.log, identity.export-log: what everybody did with accounts and sign-in, for the auditor. */
import { z } from 'zod';
import { shanghaiTime, type Context, type FileAnswer, type Lang } from '#base';
import { maskName } from '#graph';
import type { Actor } from './actor.ts';
import { shortAddress } from './device.ts';
import { detailsIn, idsIn } from './event-details.ts';
import { eventNames } from './event-names.ts';
import { eventPage, namesOf, type EventRow, type Named } from './store-events.ts';
import { record } from './store.ts';
import { typedDate } from './typed.ts';

const pageSize = 50;
/** A file has at most this many rows; narrower days give the rest. */
const mostRows = 20_000;

const filter = {
  from: typedDate.optional(),
  to: typedDate.optional(),
  who: z
    .string()
    .max(60)
    .transform((text) => text.trim())
    .optional(),
  what: z
    .string()
    .max(40)
    .regex(/^[a-z-]*(\.[a-z-]+)?$/, '请从列表里选择')
    .optional(),
  result: z.enum(['done', 'refused'], '请从列表里选择').optional(),
};
export const logInput = z.object({
  ...filter,
  page: z
    .string()
    .regex(/^[1-9]\d{0,15}$/, '页码不对，请从第一页重新打开')
    .transform(Number)
    .optional(),
});
export const exportLogInput = z.object(filter);

const who = z.object({
  /** staff, citizen, person, organisation, or what acted by itself. */
  kind: z.string(),
  name: z.string(),
  login: z.string().optional(),
});
export const logOutput = z.object({
  rows: z.array(
    z.object({
      id: z.number(),
      at: z.string(),
      by: who,
      what: z.string(),
      whatName: z.object({ zh: z.string(), en: z.string() }),
      about: who,
      details: z.string(),
      result: z.enum(['done', 'refused']),
      address: z.string(),
    }),
  ),
  names: z.record(z.string(), z.object({ zh: z.string(), en: z.string() })),
  next: z.string().nullable(),
});
type Row = z.infer<typeof logOutput>['rows'][number];

/** Midnight in Shanghai at the beginning of a day, or of the day after it. */
function instant(day: string | undefined, daysOn = 0): Date | undefined {
  if (day === undefined) return undefined;
  return new Date(Date.parse(`${day}T00:00:00+08:00`) + daysOn * 86_400_000);
}

type Filter = z.output<typeof exportLogInput>;

async function rowsOf(
  context: Context<Actor>,
  wanted: Filter,
  page: { before?: number | undefined; limit: number },
): Promise<Row[]> {
  const { from, to, who: words, what, result } = wanted;
  const rows = await eventPage(context.db, {
    from: instant(from),
    to: instant(to, 1),
    what: what || undefined,
    result,
    who: words || undefined,
    ...page,
  });
  const ids = [...new Set(rows.flatMap(({ by, about, details }) => [by, about, ...idsIn(details)]))];
  const names = new Map((await namesOf(context.db, ids)).map((one) => [one.id, one]));
  return rows.map((row) => shown(row, names, context.request.lang));
}

function shown(row: EventRow, names: ReadonlyMap<string, Named>, lang: Lang): Row {
  return {
    id: row.id,
    at: row.at.toISOString(),
    by: whoOf(row.by, names),
    what: row.what,
    whatName: eventNames[row.what] ?? { zh: row.what, en: row.what },
    about: whoOf(row.about, names),
    details: detailsIn(lang, row.details, (id) => (names.has(id) ? whoOf(id, names).name : undefined)),
    result: row.result,
    address: row.address ?? '',
  };
}

/** Officers by name, for they act in office; citizens masked: the auditor audits officers. */
function whoOf(id: string, names: ReadonlyMap<string, Named>): z.infer<typeof who> {
  const found = names.get(id);
  if (!found) return { kind: 'other', name: id };
  const { kind, name, login } = found;
  if (kind === 'staff') return { kind, name, login: login ?? '' };
  return { kind, name: kind === 'organisation' ? name : maskName(name) };
}

/** A page of the log, the newest first. */
export async function readLog(
  context: Context<Actor>,
  input: z.output<typeof logInput>,
): Promise<z.infer<typeof logOutput>> {
  const { page, ...wanted } = input;
  const rows = await rowsOf(context, wanted, { before: page, limit: pageSize + 1 });
  const some = rows.slice(0, pageSize);
  return {
    rows: some,
    names: { ...eventNames },
    next: rows.length > pageSize ? String(some.at(-1)?.id ?? '') : null,
  };
}

/** A cell that no spreadsheet takes for a formula, whatever somebody wrote. */
function cell(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

const heads = {
  zh: ['编号', '时间', '谁', '登录名', '做了什么', '对谁', '结果', '来自', '说明'],
  en: ['No.', 'Time', 'Who', 'Login', 'What', 'About', 'Result', 'From', 'Details'],
};
const results = {
  zh: { done: '成功', refused: '被拒绝' },
  en: { done: 'done', refused: 'refused' },
};

/** The rows of a filter as CSV (UTF-8 with mark). That it was taken is a row of the log itself. */
export async function exportLog(context: Context<Actor>, input: Filter): Promise<FileAnswer> {
  const { actor, db, request, today } = context;
  const { lang } = request;
  const rows = await rowsOf(context, input, { limit: mostRows });
  await db.transaction().execute((trx) =>
    record(trx, {
      by: actor.id,
      what: 'log.exported',
      about: actor.id,
      address: shortAddress(request.ip),
      details: { rows: rows.length, ...input },
    }),
  );
  const lines = rows.map((row) => [
    String(row.id),
    shanghaiTime(new Date(row.at)),
    row.by.name,
    row.by.login ?? '',
    row.whatName[lang],
    row.about.login ? `${row.about.name}（${row.about.login}）` : row.about.name,
    results[lang][row.result],
    row.address,
    row.details,
  ]);
  const text = [heads[lang], ...lines].map((line) => line.map(cell).join(',')).join('\r\n');
  return {
    bytes: Buffer.from(`\ufeff${text}\r\n`),
    type: 'text/csv; charset=utf-8',
    name: `log-${today}.csv`,
    disposition: 'attachment',
  };
}
