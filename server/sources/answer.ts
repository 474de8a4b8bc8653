/** Answers an item from the rows of its source, to those who may ask, and writes down who asked. */
import { announce, notThere, Refused, type Context, type Trx } from '#base';
import { current } from '#catalogue';
import { look } from '#facts';
import {
  answerOf, maskIdentityNumber, maskName, type Answer, type Column, type OpenItem, type Source, type Text,
} from '#graph';
import { actsFor, type Actor } from '#identity';
import type { Adapted, Adapters, Cell } from './adapter.ts';
import { readCriteria } from './criteria.ts';
import { mustAnswer, sourceDown } from './outage.ts';
import { personsFor, subjectOf, type Person } from './persons.ts';
import { datasetOf, findRows, type Row } from './store.ts';

const pageSize = 20;

/** What was typed, by address or id of the field. */
export type Question = { item: string; by: Record<string, string | null>; page?: string | undefined };

/** An item of procedure query or document, with the source that answers it. */
export type Ready = {
  item: OpenItem; part: 'query' | 'document'; answer: Answer; source: Source; relation: Source | undefined;
};

/** Rows as shown; `id` names the paper that can be made of one. */
export type Shown = {
  source: { id: string; name: Text; department: Text };
  asOf: string | null;
  stale: boolean;
  sample: boolean;
  columns: { id: string; name: Text; type: Column['type']; unit?: Text | undefined }[];
  rows: { id: string | null; cells: Record<string, Cell> }[];
  next: string | null;
};

/** The item as it is in effect. Refused 404 where it is none that a source answers. */
export async function readyItem(context: Context<Actor>, id: string): Promise<Ready> {
  const item = await current(context, id);
  const found = answerOf(item.item);
  const { sources } = item.version;
  const source = found && sources[found.answer.source];
  if (!found || !source?.columns || found.part !== item.item.procedure) throw notThere();
  return { item, ...found, source, relation: sources[found.answer.relation ?? ''] };
}

/** The columns an answer shows, in its order. */
export function columnsOf({ answer, source }: Ready): Column[] {
  return answer.shows.flatMap((id) => source.columns?.find((column) => column.id === id) ?? []);
}

/** A cell as a person may see it: masked where the column says so, a choice in words. */
export function cellOf(column: Column, value: string | undefined): Cell {
  if (value === undefined) return null;
  if (column.mask === 'name') return maskName(value);
  if (column.mask === 'number') return maskIdentityNumber(value);
  const option = column.options?.[value];
  if (!option) return value;
  return { zh: option.zh, ...(option.en === undefined ? {} : { en: option.en }) };
}

/**
 * Answers an item: 20 rows a page. Public items answer anyone, the others the person himself or
 * the guardian, with a row in the ledger of whoever the rows are about, in the same transaction.
 * @throws Refused 404 no such item, 400 with fields, 401, 403, 424 while the source is down
 */
export async function answer(
  context: Context<Actor>, adapters: Adapters, question: Question,
): Promise<Shown> {
  const ready = await readyItem(context, question.item);
  await mustAnswer(context, ready);
  const adapter = Object.hasOwn(adapters, ready.source.id) ? adapters[ready.source.id] : undefined;
  if (adapter) return byAdapter(context, ready, () => adapter(context, question));
  const persons = await personsFor(context, ready);
  const criteria = readCriteria(ready.item, ready.answer, question.by);
  const set = await datasetOf(context.db, ready.source.id);
  if (!set) throw sourceDown(ready);
  const find = {
    source: ready.source.id, criteria, whose: persons?.map(({ number }) => number),
    after: readPage(question.page), limit: pageSize + 1,
  };
  const found = await context.db.transaction().execute(async (trx) => {
    const rows = await findRows(trx, find);
    await writeDown(context, trx, { ready, persons, rows: rows.slice(0, pageSize), by: question.by });
    return rows;
  });
  const columns = columnsOf(ready);
  const rows = found.slice(0, pageSize);
  return {
    ...frame(ready), asOf: set.asOf, stale: isStale(context, ready.source, set.asOf), sample: set.sample,
    rows: rows.map((row) => ({
      id: ready.part === 'document' ? row.id : null,
      cells: Object.fromEntries(columns.map((column) => [column.id, cellOf(column, row.cells[column.id])])),
    })),
    next: found.length > pageSize ? String(rows.at(-1)?.n ?? 0) : null,
  };
}

function frame(ready: Ready): Pick<Shown, 'source' | 'columns'> {
  const { id, name, department } = ready.source;
  return {
    source: { id, name, department },
    columns: columnsOf(ready).map(({ id: column, name: called, type, unit }) => (
      { id: column, name: called, type, ...(unit ? { unit } : {}) })),
  };
}

/** Another room or system answers; what it throws that is no refusal means that it is down. */
async function byAdapter(
  context: Context<Actor>, ready: Ready, ask: () => Promise<Adapted>,
): Promise<Shown> {
  try {
    const { rows, next } = await ask();
    return {
      ...frame(ready), asOf: context.today, stale: false, sample: false,
      rows: rows.map((cells) => ({ id: null, cells })), next,
    };
  } catch (error) {
    if (error instanceof Refused) throw error;
    context.log.error({ err: error, source: ready.source.id }, 'source does not answer');
    throw sourceDown(ready);
  }
}

const days = { instant: 1, 'half-wd': 2, wd: 3, d: 1, month: 31, year: 366 } as const;

/** Older than the source promises to be: told beside the day, roughly for working days. */
function isStale(context: Context<Actor>, source: Source, asOf: string): boolean {
  if (!source.fresh) return false;
  const age = (Date.parse(context.today) - Date.parse(asOf)) / 86_400_000;
  return age > Math.max(1, source.fresh.n) * days[source.fresh.unit];
}

type Use = { ready: Ready; persons: Person[] | undefined; rows: readonly Row[]; by: Question['by'] };

/** Who looked, in the ledger of everybody whose rows were shown, and of who asked. */
async function writeDown(context: Context<Actor>, trx: Trx, use: Use): Promise<void> {
  const { ready, persons, rows } = use;
  const { item } = ready.item;
  if (persons === undefined) return writePublic(context, trx, use);
  const { actor, now } = context;
  const purpose = `查询“${item.name.zh}”`;
  const source = ready.source.name.zh;
  const shown = persons.filter(({ number }) => rows.some(({ whose }) => whose === number));
  for (const person of shown) {
    await look(trx, {
      subject: await subjectOf(trx, person), actor, now, what: source, purpose,
      ...(person.child ? { as: 'guardian' as const } : {}),
    });
  }
  const children = shown.filter(({ child }) => child).map(({ name }) => maskName(name)).join('、');
  if (shown.some(({ child }) => !child)) return;
  await look(trx, {
    subject: actor.subject, actor, now, purpose,
    what: children === '' ? `${source}（没有查到记录）` : `${source}（孩子：${children}）`,
  });
}

async function writePublic(context: Context<Actor>, trx: Trx, { ready, by }: Use): Promise<void> {
  const { actor, now } = context;
  if (actor.subject === '') return;
  const { id, name } = ready.item.item;
  await announce(trx, {
    topic: 'register.queried',
    payload: {
      subject: actsFor(actor), account: actor.id, item: id, itemName: name,
      by: Object.keys(by), at: now.toISOString(),
    },
  });
}

function readPage(page: string | undefined): number {
  if (page === undefined) return -1;
  if (/^\d{1,7}$/.test(page)) return Number(page);
  throw new Refused('bad-page', 400, {
    zh: '翻页的位置不对，请回到第一页重新查。', en: 'This page does not exist. Please start at the first one.',
  });
}
