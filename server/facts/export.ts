/** facts.export: all that is held about the asker in one file, to keep, to read or to take elsewhere. */
import { z } from 'zod';
import { shanghaiTime, type Context, type Db, type FileAnswer, type Lang } from '#base';
import type { Actor } from '#identity';
import { readLedger } from './ledger.ts';
import { myData } from './my-data.ts';

export const exportInput = z.object({ format: z.enum(['json', 'html'], '请选择 JSON 或网页') });

/** What a room below holds of a subject, with its heading. Given by the app, which knows all rooms. */
export type Holding = {
  name: string;
  zh: string;
  en: string;
  read: (db: Db, subject: string) => Promise<Record<string, unknown>[]>;
};

const escaped = (value: unknown): string =>
  String(value ?? '').replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
const shown = (value: unknown): string =>
  escaped(typeof value === 'object' && value !== null ? JSON.stringify(value) : value);

function table(rows: readonly Record<string, unknown>[], lang: Lang): string {
  const [first] = rows;
  if (!first) return `<p>${{ zh: '无', en: 'None' }[lang]}</p>`;
  const heads = Object.keys(first);
  const line = (cells: string[], tag: string) =>
    `<tr>${cells.map((c) => `<${tag}>${c}</${tag}>`).join('')}</tr>`;
  return `<table>${line(heads.map(escaped), 'th')}${rows
    .map((r) =>
      line(
        heads.map((h) => shown(r[h])),
        'td',
      ),
    )
    .join('')}</table>`;
}

async function wholeLedger(context: Context<Actor>): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  let page: number | undefined;
  do {
    const got = await readLedger(context, page === undefined ? {} : { page });
    rows.push(...got.rows);
    page = got.next === null ? undefined : Number(got.next);
  } while (page !== undefined && rows.length < 20_000);
  return rows;
}

/** Gives the endpoint's work, over what the rooms below hold. */
export function exporter(holdings: readonly Holding[]) {
  return async (
    context: Context<Actor>,
    { format }: z.output<typeof exportInput>,
  ): Promise<FileAnswer> => {
    const { actor, db, now, today } = context;
    const { rows, corrections } = await myData(context);
    const { lang } = context.request;
    const say = (words: { zh: string; en?: string | undefined }): string => words[lang] ?? words.zh;
    const parts: [string, { zh: string; en: string }, Record<string, unknown>[]][] = [
      [
        'facts',
        { zh: '存着的信息', en: 'What is held' },
        rows.map(({ definition: _definition, name, sourceName, basis, ...one }) => ({
          name: say(name),
          ...one,
          sourceName: say(sourceName),
          basis: say(basis),
        })),
      ],
      [
        'corrections',
        { zh: '更正申请', en: 'Requests for correction' },
        corrections.map((c) => ({ ...c, name: say(c.name), unitName: say(c.unitName) })),
      ],
    ];
    for (const { name, read, ...heading } of holdings)
      parts.push([name, heading, await read(db, actor.subject)]);
    parts.push(['ledger', { zh: '谁看过', en: 'Who looked' }, await wholeLedger(context)]);
    const name = `my-data-${today}.${format}`;
    if (format === 'json') {
      const all = {
        of: actor.name,
        at: shanghaiTime(now),
        ...Object.fromEntries(parts.map(([key, , list]) => [key, list])),
      };
      return {
        bytes: Buffer.from(JSON.stringify(all, null, 2)),
        type: 'application/json',
        name,
        disposition: 'attachment',
      };
    }
    const body = parts.map(([, heading, list]) => `<h2>${heading[lang]}</h2>${table(list, lang)}`).join('');
    const title = { zh: '我的数据', en: 'My data' }[lang];
    const page =
      `<!doctype html><html lang="${lang === 'en' ? 'en' : 'zh-CN'}"><meta charset="utf-8"><title>${title}</title>` +
      '<style>body{font:14px sans-serif;margin:2em}table{border-collapse:collapse}td,th{border:1px solid #999;' +
      'padding:4px 8px;' +
      `text-align:left;vertical-align:top}</style>` +
      `<h1>${title}${lang === 'en' ? ': ' : '：'}${escaped(actor.name)}</h1><p>${shanghaiTime(now)}</p>${body}</html>`;
    return {
      bytes: Buffer.from(page),
      type: 'text/html; charset=utf-8',
      name,
      disposition: 'attachment',
    };
  };
}
