/** The listed cases as a spreadsheet. What applicants wrote is text in it and never a formula. */
import writeExcelFile from 'write-excel-file/node';
import { z } from 'zod';
import { shanghaiTime, type FileAnswer } from '#base';
import { maskName } from '#graph';
import { look } from '#facts';
import type { Cx } from './cx.ts';
import { lightFrom, type LightDays, type LightName } from './lights.ts';
import { askedNow, queueFilters, queueRows } from './queue.ts';
import type { ListRow } from './rows.ts';
import { stateName } from './states.ts';

const most = 3000;

export const exportInput = z.object({ ...queueFilters, lang: z.enum(['zh', 'en']).default('zh') });

type Lang = 'zh' | 'en';
type Cell = { value: string; type: typeof String } | { value: number; type: typeof Number }
  | { value: Date; type: typeof Date; format: string } | null;

const heads: Record<Lang, string[]> = {
  zh: ['编号', '事项', '申请人（已遮掩）', '状态', '提交时间', '期限', '剩余工作日', '亮灯', '办理单位', '承办人', '渠道'],
  en: ['Number', 'Service', 'Applicant (masked)', 'State', 'Filed', 'Due', 'Working days left', 'Light', 'Unit',
    'In hand of', 'Channel'],
};
const lights: Record<LightName, { zh: string; en: string }> = {
  green: { zh: '正常', en: 'On time' }, yellow: { zh: '快到期', en: 'Due soon' }, red: { zh: '超期', en: 'Overdue' },
  purple: { zh: '严重超期（督办）', en: 'Long overdue (order)' }, grey: { zh: '停表', en: 'Stopped' },
  none: { zh: '没有期限', en: 'No deadline' },
};
const channels = { online: { zh: '网上', en: 'Online' }, counter: { zh: '窗口', en: 'Counter' } };

const text = (value: string): Cell => ({ value, type: String });
const number = (value: number | null): Cell => (value === null ? null : { value, type: Number });
/** A day as spreadsheets count it: midnight of UTC, so that no zone moves it. */
const day = (value: string | null): Cell =>
  (value === null ? null : { value: new Date(`${value}T00:00:00Z`), type: Date, format: 'yyyy-mm-dd' });
const time = (value: Date): Cell =>
  ({ value: new Date(`${shanghaiTime(value).slice(0, 19)}Z`), type: Date, format: 'yyyy-mm-dd hh:mm' });

/** At most 3,000 rows, most urgent first. Every applicant in it finds a row in his ledger. */
export async function exportQueue(cx: Cx, input: z.output<typeof exportInput>): Promise<FileAnswer> {
  const { lang, ...filters } = input;
  const asked = await askedNow(cx);
  const rows = await queueRows(cx, filters, { limit: most, offset: 0, asked });
  const seen = new Map(rows.map((c) => [c.subject, c]));
  await cx.db.transaction().execute(async (trx) => {
    for (const [subject, c] of seen) {
      await look(trx, {
        subject, actor: cx.actor, now: cx.now, what: '导出办件清单，其中有您的办件（姓名已遮掩）',
        purpose: '导出待办清单', case: { id: c.id, number: c.number },
      });
    }
  });
  const bytes = await sheet(cx, rows, { lang, days: asked.days });
  return {
    bytes, type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    name: `${lang === 'zh' ? '办件清单' : 'cases'}-${cx.today}.xlsx`, disposition: 'attachment',
  };
}

async function sheet(cx: Cx, rows: ListRow[], { lang, days }: { lang: Lang; days: LightDays }): Promise<Buffer> {
  const say = (words: { zh: string; en?: string }): string => words[lang] ?? words.zh;
  const head: Cell[] = heads[lang].map(text);
  const body = rows.map((c): Cell[] => [
    text(c.number), text(say(c.item_name)), text(maskName(c.subject_name)),
    text(say(stateName(c.state, 'officer'))), time(c.submitted_at), day(c.due),
    number(c.due === null || c.stopped ? null : cx.calendar.workdays(cx.today, c.due)),
    text(say(lights[lightFrom(c, days)])), text(say(c.unit_name)), text(c.owner_name ?? ''),
    text(say(channels[c.channel])),
  ]);
  const width = [32, 24, 20, 18, 18, 12, 10, 16, 22, 12, 8];
  return writeExcelFile([head, ...body], {
    sheet: lang === 'zh' ? '办件' : 'Cases', columns: width.map((w) => ({ width: w })), stickyRowsCount: 1,
  }).toBuffer();
}
