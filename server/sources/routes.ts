/** The street door of sources: services that are answered at once, by data. */
import { z } from 'zod';
import type { Endpoints } from '#base';
import { endpoint, itemId, type Actor } from '#identity';
import type { Adapters } from './adapter.ts';
import { answer } from './answer.ts';
import { makeDocument } from './make-document.ts';

const text = z.object({ zh: z.string(), en: z.string().optional() });
const cell = z.union([z.string(), text, z.null()]);

const shown = z.object({
  source: z.object({ id: z.string(), name: text, department: text }),
  /** The day the rows were true, and whether that is longer ago than the source promises. */
  asOf: z.string().nullable(), stale: z.boolean(), sample: z.boolean(),
  columns: z.array(z.object({
    id: z.string(), name: text, unit: text.optional(),
    type: z.enum(['text', 'date', 'number', 'money', 'choice', 'id-number']),
  })),
  rows: z.array(z.object({ id: z.string().nullable(), cells: z.record(z.string(), cell) })),
  next: z.string().nullable(),
});

/** Endpoints of the room; `adapters` answer for sources whose rows are not kept here. */
export function sourceEndpoints(adapters: Adapters) {
  return {
    'sources.query': endpoint({
      method: 'POST', path: '/api/sources/:item', who: 'anyone', limit: { perMinute: 60 },
      summary: {
        zh: '查询：公开的谁都能查，个人的本人或监护人登录后查',
        en: 'Answers an item from its data set: public ones to anyone, personal ones to the person or guardian',
      },
      input: z.object({
        item: itemId, by: z.record(z.string().max(120), z.string().max(200).nullable()).default({}),
        page: z.string().max(200).optional(),
      }),
      output: shown, refusals: [404, 410, 424],
      run: (context, input) => answer(context, adapters, input),
    }),
    'sources.document': endpoint({
      method: 'GET', path: '/api/sources/:item/documents/:id', who: ['citizen'], answer: 'file',
      limit: { perMinute: 30 },
      summary: {
        zh: '下载由数据生成的文件，只给本人或监护人',
        en: 'The paper made from one row, for the person himself or the guardian',
      },
      input: z.object({ item: itemId, id: z.uuid('编号的格式不对，请从查询结果里打开') }),
      output: z.object({}), refusals: [404, 410, 424],
      run: (context, input) => makeDocument(context, { item: input.item, row: input.id }),
    }),
  } satisfies Endpoints<Actor>;
}
