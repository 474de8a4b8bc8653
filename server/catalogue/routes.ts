/** The catalogue's street door: public services, their pages, the guide for a situation. */
import { z } from 'zod';
import { describe, guideBytes, type Description, type Text } from '#graph';
import type { Json } from '#rules';
import { endpoint } from '#identity';
import { guideOutput } from './guide-answer.ts';
import { mustReadFacts } from './read-facts.ts';
import { releaseEndpoints } from './routes-releases.ts';
import { current, findItems } from './shelf.ts';

const text = z.object({ zh: z.string(), en: z.string().optional() });
const id = z.string().min(1).max(100);
const audience = z.enum(['person', 'organisation']);

const itemRow = z.object({
  id: z.string(),
  name: text,
  summary: text,
  audience: z.array(audience),
  topics: z.array(z.string()),
  procedure: z.string(),
  unit: text.nullable(),
  promised: z.object({
    n: z.number(),
    unit: z.enum(['wd', 'half-wd', 'd', 'month', 'year', 'instant']),
  }),
  matched: z.string().optional(),
});

/** A page of an item: everything but what depends on the person's situation. */
export type ItemPage = Description & { version: string; unit: { id: string; name: Text } | null };

const itemOutput = z
  .custom<ItemPage>(() => true)
  .meta({
    type: 'object',
    description:
      'Names, parties, steps, knowledge, remedies, definitions of fields and materials; ' +
      '`version` is the hash of the item version. What depends on the situation is in the guide.',
    required: ['id', 'version', 'name', 'summary', 'procedure', 'fields', 'materials', 'steps'],
    properties: { id: { type: 'string' }, version: { type: 'string' }, fields: { type: 'object' } },
  });

const facts = z
  .custom<Record<string, Json | null>>(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    '已知情况应写成 {"地址": 值} 的样子',
  )
  .meta({
    type: 'object',
    maxProperties: 200,
    description:
      'Address → value; null says that there is none; what is absent is not known. ' +
      'Addresses are those of the asks and of the form.',
  });

export const catalogueEndpoints = {
  ...releaseEndpoints,
  'catalogue.items': endpoint({
    method: 'GET',
    path: '/api/catalogue/items',
    who: 'anyone',
    summary: { zh: '查找可以办的事', en: 'Find services by words, topic or audience' },
    input: z.object({
      q: z.string().max(200).optional(),
      topic: z.string().max(100).optional(),
      audience: audience.optional(),
    }),
    output: z.object({ items: z.array(itemRow) }),
    run: async (context, { q = '', topic, audience: who }) => {
      const found = await findItems(context, q);
      const items = found
        .filter(({ card }) => topic === undefined || card.topics.includes(topic))
        .filter(({ card }) => who === undefined || card.audience.includes(who))
        .map(({ card, matched }) => (matched === undefined ? card : { ...card, matched }));
      return { items };
    },
  }),
  'catalogue.item': endpoint({
    method: 'GET',
    path: '/api/catalogue/items/:id',
    who: 'anyone',
    summary: { zh: '一件事的办事说明', en: 'The page of a service' },
    input: z.object({ id }),
    refusals: [410],
    output: itemOutput,
    run: async (context, input) => {
      const open = await current(context, input.id);
      const by = open.item['handled by'];
      const unit = typeof by === 'string' ? open.version.units[by] : undefined;
      return {
        ...describe(open.version),
        version: open.hash,
        unit: unit ? { id: unit.id, name: unit.name } : null,
      };
    },
  }),
  'catalogue.guide': endpoint({
    method: 'POST',
    path: '/api/catalogue/items/:id/guide',
    who: 'anyone',
    summary: {
      zh: '按您的情况看：要问什么、符不符合、带什么材料、填哪些表（不留存）',
      en: 'The guide for a situation: asks, conditions, materials, form. Nothing is kept',
    },
    input: z.object({ id, facts: facts.default({}) }),
    refusals: [410],
    output: guideOutput,
    run: async (context, input) => {
      const open = await current(context, input.id);
      const { today, calendar } = context;
      const known = mustReadFacts(open, input.facts, { today, attributes: true });
      return guideBytes(open, known, { today, calendar });
    },
  }),
};
