/** Sources that do not answer: who says so, what people are told, and what to do meanwhile. */
import { Refused, shanghaiDate, shanghaiTime, type Context, type Db } from '#base';
import type { OpenItem, Source } from '#graph';
import { datasets, lastOutages, addOutage, outageOf, type Outage } from './store.ts';

/** What is asked: the item, and the source that should answer. */
export type Asked = { item: OpenItem; source: Source };

function whenText(at: Date): { zh: string; en: string } {
  const [, month = '', day = ''] = shanghaiDate(at).split('-');
  const time = shanghaiTime(at).slice(11, 16);
  return { zh: `${Number(month)}月${Number(day)}日 ${time}`, en: `${shanghaiDate(at)} ${time}` };
}

/** Where one can ask instead: the unit that handles the item, with its telephone. */
function counterOf(item: OpenItem): { zh: string; en: string } {
  const by = item.item['handled by'];
  const unit = typeof by === 'string' ? item.version.units[by] : undefined;
  if (!unit) return { zh: '急用的，请到窗口，工作人员会替您查。', en: 'If it is urgent, staff at a counter will look for you.' };
  const { name, phone } = unit;
  const call = phone === undefined ? { zh: '', en: '' }
    : { zh: `打 ${phone}（${name.zh}）或`, en: `call ${phone} (${name.en ?? name.zh}) or ` };
  return {
    zh: `急用的，请${call.zh}到窗口，工作人员会替您查。`,
    en: `If it is urgent, ${call.en}go to a counter, where staff will look for you.`,
  };
}

/** What a person is told whose question cannot be answered now: what happened, why, what to do. */
export function sourceDown({ item, source }: Asked, outage?: Outage): Refused {
  const name = source.name;
  const since = outage ? whenText(outage.at) : undefined;
  const counter = counterOf(item);
  const zh = since ? `从${since.zh}起连不上（${outage?.note}）` : '现在连不上';
  const en = since ? ` does not answer since ${since.en} (${outage?.note})` : ' does not answer just now';
  return new Refused('source-down', 424, {
    zh: `“${name.zh}”${zh}，这次没有查成，不是没有您要的记录。请过一会儿再查；${counter.zh}`,
    en: `“${name.en ?? name.zh}”${en}. Nothing was looked up; that does not mean there is no record. `
      + `Please try again later. ${counter.en}`,
  }, { details: { source: source.id, since: outage?.at.toISOString() ?? null } });
}

/** Refuses (424 `source-down`) while a source is known not to answer. */
export async function mustAnswer(context: Context<unknown>, asked: Asked): Promise<void> {
  const last = await outageOf(context.db, asked.source.id);
  if (last?.down) throw sourceDown(asked, last);
}

/** A source as operators see it. */
export type SourceState = {
  source: string; asOf: string | null; rows: number; down: { since: Date; note: string } | null;
};

/** Every source with rows or with a past outage. */
export async function listSources(db: Db): Promise<SourceState[]> {
  const [loaded, last] = await Promise.all([datasets(db), lastOutages(db)]);
  const ids = [...new Set([...loaded, ...last].map(({ source }) => source))].sort();
  return ids.map((source) => {
    const set = loaded.find((one) => one.source === source);
    const outage = last.find((one) => one.source === source);
    return {
      source, asOf: set?.asOf ?? null, rows: set?.rows ?? 0,
      down: outage?.down ? { since: outage.at, note: outage.note } : null,
    };
  });
}

/** Notes that a source stopped answering or came back; holds for the next question. */
export async function tellOutage(
  db: Db, told: { source: string; down: boolean; note: string; by: string; at: Date },
): Promise<void> {
  await addOutage(db, told);
}
