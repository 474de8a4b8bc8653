/** The designers' door: which items are offered, and bringing them in and out of effect. */
import { z } from 'zod';
import { whichYears, withinYears } from '#base';
import { cleanText } from '#graph';
import { endpoint, itemId } from '#identity';
import { publishItem, withdrawItem } from './publish-item.ts';
import { historyOf, listStandings } from './standing.ts';

const text = z.object({ zh: z.string(), en: z.string().optional() });

const standing = z.object({
  id: z.string(), name: text, emergency: z.boolean(),
  state: z.enum(['offered', 'planned', 'withdrawn', 'waiting']),
  since: z.string().nullable(), until: z.string().nullable(), why: z.string().nullable(),
  draft: z.object({ changes: z.number(), at: z.string() }).nullable(),
});

const history = standing.extend({
  changes: z.array(z.object({ at: z.string(), before: z.json().optional(), after: z.json().optional() })),
  releases: z.array(z.object({
    release: z.number(), at: z.string(), from: z.string(), until: z.string().nullable(),
    what: z.enum(['published', 'withdrawn']), version: z.string().nullable(),
    by: z.string().nullable(), basis: z.string().nullable(), note: z.string().nullable(),
  })),
});

/** Words that the public reads: why an item begins or ends. */
function words(most: number, problem: string) {
  return z.string().max(2000).transform((typed, context) => {
    const clean = cleanText(typed, most);
    const wrong = 'problem' in clean ? clean.problem : [...clean.text].length < 4 ? problem : undefined;
    if (wrong !== undefined) context.addIssue({ code: 'custom', message: wrong });
    return 'text' in clean ? clean.text : '';
  });
}

const reason = words(200, '请写明原因，至少 4 个字：市民会看到');
const moment = z.iso.datetime({ offset: true, message: '时间写成 2026-11-23T12:00:00+08:00 的样子' })
  .refine(withinYears, whichYears)
  .transform((at) => new Date(at));

const designer = ['designer'] as const;

export const releaseEndpoints = {
  'catalogue.shelf': endpoint({
    method: 'GET', path: '/api/catalogue/shelf', who: designer,
    summary: { zh: '全部事项和现在的状态', en: 'All items and where they stand' },
    input: z.object({}), output: z.object({ items: z.array(standing) }),
    run: async (context) => ({ items: await listStandings(context) }),
  }),
  'catalogue.history': endpoint({
    method: 'GET', path: '/api/catalogue/shelf/:id', who: designer, refusals: [404],
    summary: { zh: '一个事项的全部发布记录，和等着发布的改动', en: 'All releases of an item, and what waits' },
    input: z.object({ id: itemId }), output: history,
    run: async (context, input) => historyOf(context, input.id) as never,
  }),
  'catalogue.publish': endpoint({
    method: 'POST', path: '/api/catalogue/shelf/:id/publish', who: designer, refusals: [404, 409],
    summary: { zh: '发布事项：立即或定时，可以写明到期自动停止', en: 'Publish an item, now or later, with an end or without' },
    input: z.object({
      id: itemId, at: moment.optional(), until: moment.optional(), reason,
      basis: words(200, '请写明依据哪份文件：文号和发布机关').optional(),
    }),
    output: z.object({ release: z.number(), from: z.string(), until: z.string().nullable() }),
    run: (context, { id, ...rest }) => publishItem(context, context.actor, { item: id, ...rest }),
  }),
  'catalogue.withdraw': endpoint({
    method: 'POST', path: '/api/catalogue/shelf/:id/withdraw', who: designer, refusals: [404, 409],
    summary: { zh: '停止办理事项：立即或定时，写明原因', en: 'Withdraw an item, now or later, with the reason' },
    input: z.object({ id: itemId, at: moment.optional(), reason }),
    output: z.object({ release: z.number(), from: z.string() }),
    run: (context, { id, ...rest }) => withdrawItem(context, context.actor, { item: id, ...rest }),
  }),
};
