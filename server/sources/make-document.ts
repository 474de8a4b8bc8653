/** Makes the paper of a document item from one row: for the person himself or the guardian only. */
import { notThere, renderPaper, type Context, type FileAnswer, type Paper } from '#base';
import { look } from '#facts';
import type { Actor } from '#identity';
import { cellOf, columnsOf, readyItem, type Ready } from './answer.ts';
import type { Cell } from './adapter.ts';
import { mustAnswer } from './outage.ts';
import { personsFor, subjectOf, type Person } from './persons.ts';
import { datasetOf, findRow, type Row } from './store.ts';

const chinese = (cell: Cell): string => (cell === null ? '无' : typeof cell === 'string' ? cell : cell.zh);

/** `2026年3月5日`, as papers are dated. */
function longDay(day: string): string {
  const [year, month, date] = day.split('-').map(Number);
  return `${year}年${month}月${date}日`;
}

type From = { ready: Ready; row: Row; person: Person; asOf: string; sample: boolean };

function paperOf(context: Context<Actor>, from: From): Paper {
  const { ready, row, person, asOf, sample } = from;
  const { item } = ready.item;
  const given = item.document;
  const number = `${sample ? '样' : ''}${row.id.replaceAll('-', '').slice(0, 12).toUpperCase()}`;
  const shown = columnsOf(ready).map((column): [string, string] => {
    const unit = column.unit && row.cells[column.id] !== undefined ? ` ${column.unit.zh}` : '';
    const value = chinese(cellOf(column, row.cells[column.id]));
    return [column.name.zh, column.type === 'date' && value !== '无' ? longDay(value) : `${value}${unit}`];
  });
  return {
    kind: 'document', number, title: given?.title.zh ?? item.name.zh, to: person.name,
    issuer: ready.source.department.zh, date: context.today, at: context.now,
    paragraphs: [
      `以下内容由${ready.source.department.zh}的“${ready.source.name.zh}”生成，数据截至${longDay(asOf)}。`,
    ],
    table: { rows: shown }, closing: given?.note ? [given.note.zh] : [],
    sample: sample || context.settings.demo, footer: `${number}　由数据生成，没有盖章`,
  };
}

/**
 * The PDF of one row; writes the use to the ledger of the person it is about.
 * @throws Refused 404 for a row that is nobody's of his, 424 while the source is down
 */
export async function makeDocument(
  context: Context<Actor>, asked: { item: string; row: string },
): Promise<FileAnswer> {
  const ready = await readyItem(context, asked.item);
  if (ready.part !== 'document') throw notThere();
  await mustAnswer(context, ready);
  const persons = await personsFor(context, ready) ?? [];
  const { actor, now } = context;
  const name = ready.item.item.document?.title.zh ?? ready.item.item.name.zh;
  const from = await context.db.transaction().execute(async (trx): Promise<From> => {
    const set = await datasetOf(trx, ready.source.id);
    const row = await findRow(trx, {
      source: ready.source.id, id: asked.row, whose: persons.map(({ number }) => number),
    });
    const person = persons.find(({ number }) => number === row?.whose);
    if (!set || !row || !person) throw notThere();
    const subject = await subjectOf(trx, person);
    const use = { actor, now, what: `${ready.source.name.zh}：${name}`, purpose: `开具“${name}”` };
    await look(trx, { ...use, subject, ...(person.child ? { as: 'guardian' as const } : {}) });
    if (subject !== actor.subject) await look(trx, { ...use, subject: actor.subject });
    return { ready, row, person, ...set };
  });
  return {
    bytes: await renderPaper(paperOf(context, from)), type: 'application/pdf',
    name: `${name}${from.sample ? '（样张）' : ''}.pdf`, disposition: 'attachment',
  };
}
