/** facts.my-data: what is held about the asker, each with source, grade and the basis it is used on. */
import { z } from 'zod';
import type { Context } from '#base';
import { maskIdentityNumber, maskPhone, type Text } from '#graph';
import { allUnits, phoneOf, type Actor } from '#identity';
import { fieldNames } from './field-names.ts';
import { identityFacts, identitySource } from './identity-facts.ts';
import { bestFacts, type SubjectFact } from './store.ts';
import { correctionsOf } from './store-own.ts';

const text = z.object({ zh: z.string(), en: z.string().optional() });
const row = z.object({
  group: z.string(),
  field: z.string(),
  name: text,
  /** The field's definition, for the page to show the value by. */
  definition: z.unknown(),
  value: z.unknown(),
  source: z.string(),
  sourceName: text,
  grade: z.enum(['A', 'B', 'C', 'D']),
  on: z.string(),
  basis: text,
  /** He stated it himself: corrected at once, erased at will. */
  own: z.boolean(),
});
export const myDataOutput = z.object({
  rows: z.array(row),
  phone: z.object({ shown: z.string(), verified: z.boolean() }).nullable(),
  corrections: z.array(
    z.object({
      id: z.string(),
      name: text,
      wanted: z.string(),
      asked: z.string(),
      unitName: text,
      state: z.enum(['open', 'done', 'refused']),
      answer: z.string().nullable(),
    }),
  ),
});
export type MyData = z.input<typeof myDataOutput>;

/**
 * 个人信息保护法 §13(3): a statutory duty or task is a basis of its own; what is kept only to fill in
 * the next form rests on §13(1), consent, and goes when the person wants it (domain reference §6).
 */
const bases = {
  identity: {
    zh: '核对是谁在办事：个人信息保护法第十三条第三项（履行法定职责所必需）',
    en: 'To know who applies: Personal Information Protection Law, article 13(3), statutory duty',
  },
  agency: {
    zh: '办您申请的事，不让您重复提交：个人信息保护法第十三条第三项（履行法定职责所必需）',
    en: 'To handle what you applied for without asking twice: article 13(3), statutory duty',
  },
  stated: {
    zh: '方便您下次填写：个人信息保护法第十三条第一项（您同意），随时可以清除',
    en: 'To fill in your next forms: article 13(1), your consent; erased whenever you want',
  },
} satisfies Record<string, Text>;

const sources: Record<string, Text> = {
  identity: { zh: '实名信息', en: 'Identity' },
  applicant: { zh: '您自己填写', en: 'Stated by you' },
};

const isOwn = ({ fact }: SubjectFact): boolean =>
  fact.grade === 'D' && fact.source !== identitySource;

/** The best of what is kept of each field, identity first. */
export async function heldOf(context: Context<Actor>): Promise<SubjectFact[]> {
  const { db, actor, today } = context;
  const [identity, kept] = [
    await identityFacts(db, [actor.subject], today),
    await bestFacts(db, [actor.subject]),
  ];
  const seen = new Set<string>();
  return [...identity, ...kept].filter(({ group, field }) => {
    const key = `${group}.${field}`;
    return seen.has(key) ? false : Boolean(seen.add(key));
  });
}

/** What is held, in words for its holder. His identity number stays masked; he knows it. */
export async function myData(context: Context<Actor>): Promise<MyData> {
  const { db, actor } = context;
  const [held, names, corrections, phone, units] = [
    await heldOf(context),
    await fieldNames(context),
    await correctionsOf(db, actor.subject),
    await phoneOf(db, actor.subject),
    await allUnits(db),
  ];
  const nameOf = (group: string, field: string) =>
    names.get(`${group}.${field}`)?.field.name ?? { zh: field };
  return {
    rows: held.map((one) => {
      const { group, field, fact } = one;
      const value = fact.state === 'known' ? fact.value : null;
      return {
        group,
        field,
        name: nameOf(group, field),
        definition: names.get(`${group}.${field}`)?.definition ?? null,
        value:
          field === 'id-number' && typeof value === 'string' ? maskIdentityNumber(value) : value,
        source: fact.source,
        sourceName: sources[fact.source] ?? { zh: fact.source },
        grade: fact.grade,
        on: fact.on,
        own: isOwn(one),
        basis:
          fact.source === identitySource
            ? bases.identity
            : isOwn(one)
              ? bases.stated
              : bases.agency,
      };
    }),
    phone: phone ? { shown: maskPhone(phone.phone), verified: phone.verified } : null,
    corrections: corrections.map((c) => ({
      id: c.id,
      name: nameOf(c.group, c.field),
      wanted: c.wanted,
      asked: c.asked.toISOString(),
      unitName: units.find(({ id }) => id === c.unit)?.name ?? { zh: c.unit },
      state: c.state,
      answer: c.answer,
    })),
  };
}
