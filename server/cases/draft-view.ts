/** A draft as a page needs it: facts with provenance, guide, form, findings and what still lacks. */
import { z } from 'zod';
import { notThere, Refused, told, type Db, type Remembrance, type Trx } from '#base';
import { current, openVersion } from '#catalogue';
import {
  formOf, guardianship, guide, missing, pageRules, review,
  type Facts, type Guide, type Missing, type OpenItem, type PageRules, type ReviewFinding,
} from '#graph';
import { findSubject } from '#identity';
import { holds, type Held } from '#licences';
import { consentViews, missingConsents, notTheirs } from './consent.ts';
import type { Cx } from './cx.ts';
import { ways } from './delivery-choice.ts';
import { childAddresses, childKey, wardNumber, wardsOf } from './guardians.ts';
import { windowOf, windowOutput } from './registration.ts';
import { slotFields } from './slots.ts';
import { heldAddresses } from './held.ts';
import { lackingLater, offerOf, withPromised } from './promises.ts';
import { documentsOf, findDraft, type DocumentRow, type DraftRow, type Take } from './store.ts';

const anyJson = z.custom<never>(() => true);

export const docOutput = z.object({
  id: z.string(), material: z.string(), index: z.number(), name: z.string(), kind: z.string(),
  size: z.number(), pages: z.number(), file: z.string(),
});

export const draftOutput = z.object({
  id: z.string(), version: z.number(), item: z.string(), itemVersion: z.string(),
  channel: z.enum(['online', 'counter']),
  for: z.object({ id: z.string(), kind: z.enum(['person', 'organisation']), name: z.string() }),
  facts: z.custom<Facts>(() => true),
  typed: z.record(z.string(), z.object({ raw: z.unknown(), problem: told })),
  documents: z.array(docOutput),
  guide: z.custom<Guide>(() => true),
  form: z.custom<ReturnType<typeof formOf>>(() => true),
  findings: z.custom<ReviewFinding[]>(() => true),
  missing: z.custom<Missing[]>(() => true),
  takes: z.array(z.object({
    material: z.string(), licence: z.string(), name: z.string(), en: z.string().optional(), number: z.string(),
  })),
  licences: z.array(z.object({
    material: z.string(),
    licence: z.object({
      id: z.string(), name: z.object({ zh: z.string(), en: z.string().optional() }),
      number: z.string(), until: z.string().nullable(),
    }),
  })),
  /** 告知承诺, where the item offers it to these facts; `blocked`: an earlier promise was not kept. */
  promise: z.object({
    offered: z.boolean(), chosen: z.boolean(), blocked: z.object({ zh: z.string(), en: z.string() }).nullable(),
  }),
  /** What may come later and is not there yet: he promises it when he submits, or hands it in. */
  later: z.array(z.object({
    material: z.string(), name: z.object({ zh: z.string(), en: z.string().optional() }), words: z.string(),
  })),
  /** Addresses that cannot be changed here: who one is was proved before. */
  fixed: z.array(z.string()),
  /**
   * The item's rules for the page to run while somebody types; null where the page has them already:
   * in what a save gives back, unless the item changed meanwhile.
   */
  rules: z.custom<PageRules | null>(() => true),
  /** The item was published anew since the draft was begun: answers were kept, look once more. */
  renewed: z.boolean(),
  updated: z.string(),
  /** Second persons who agree on their own accounts, and how it stands with each. */
  consents: z.array(z.object({
    party: z.string(), partyName: z.object({ zh: z.string(), en: z.string().optional() }),
    name: z.string().nullable(), id: z.string().nullable(),
    state: z.enum(['not-asked', 'asked', 'given', 'declined', 'taken-back']), answeredAt: z.string().nullable(),
  })),
  /** The children he may file for, where the item is for a child: `chosen` is the one it is about. */
  children: z.array(z.object({ key: z.string(), name: z.string(), birth: z.string(), chosen: z.boolean() })).nullable(),
  /** The round of a registration, by the server’s clock. */
  window: windowOutput.nullable(),
  /** How the result is to be received; null where he did not say (then a download, a walk-in’s the counter). */
  delivery: z.object({
    way: z.enum(ways), recipient: z.string().optional(), phone: z.string().optional(), address: z.string().optional(),
  }).nullable(),
  /** The fields that name a place on a day. */
  slots: z.object({ date: z.string(), session: z.string() }).nullable(),
});
export type DraftView = z.input<typeof draftOutput>;
export { anyJson };

/** The draft's item: the version in effect now, so that nobody fills in an old form. */
export async function itemOfDraft(cx: Cx, db: Db | Trx, draft: DraftRow): Promise<OpenItem> {
  try {
    return await current(cx, draft.item);
  } catch (error) {
    // Withdrawn meanwhile: what was written can still be read.
    if (![404, 410].includes((error as { status?: number }).status ?? 0)) throw error;
    return openVersion(db, draft.item_version);
  }
}

/** A page may change only what it has seen. Refuses 409 `stale` (details.version). */
export function sawLast(cx: Cx, draft: DraftRow): void {
  if (cx.request.ifMatch === draft.version) return;
  throw new Refused('stale', 409, '这份草稿在另一个页面改过了。请先看一眼最新的内容，再继续填写。',
    { details: { version: draft.version } });
}

/** How many copies of each material were handed in; a taken licence counts as its material. */
export function handedIn(documents: DocumentRow[], takes: Take[]): Record<string, number> {
  const count: Record<string, number> = {};
  const seen = new Set<string>();
  for (const d of documents) {
    if (seen.has(`${d.material} ${d.idx}`)) continue;
    seen.add(`${d.material} ${d.idx}`);
    count[d.material] = (count[d.material] ?? 0) + 1;
  }
  for (const take of takes) count[take.material] = Math.max(count[take.material] ?? 0, 1);
  return count;
}

export type Takeable = { material: string; licence: Held };

/** Held licences that may be taken instead of an upload, by material. */
export async function takeable(
  cx: Cx, db: Db | Trx, item: OpenItem, subject: string,
): Promise<Takeable[]> {
  const wants = item.item.materials.filter((m) => m.instead && (!m.instead.of || ofApplicant(item, m.instead.of)));
  const kinds = [...new Set(wants.map((m) => m.instead?.licence ?? ''))];
  if (kinds.length === 0) return [];
  const held = await holds(db, { subject, kind: kinds, on: cx.today });
  return wants.flatMap((m) => {
    const licence = held.find((h) => h.kind === m.instead?.licence);
    return licence ? [{ material: m.material, licence }] : [];
  });
}

/** Licences a draft takes that are no longer held or no longer valid: they prove nothing today. */
export async function lapsedTakes(cx: Cx, db: Db | Trx, item: OpenItem, draft: DraftRow): Promise<Take[]> {
  if (draft.takes.length === 0) return [];
  const kinds = new Map(item.item.materials.map((m) => [m.material, m.instead?.licence]));
  const wanted = [...new Set([...kinds.values()].filter((kind) => kind !== undefined))];
  const held = await holds(db, { subject: draft.subject, kind: wanted, on: cx.today });
  return draft.takes.filter((t) => !held.some((h) => h.id === t.licence && h.kind === kinds.get(t.material)));
}

function ofApplicant(item: OpenItem, written: string): boolean {
  return item.parties.some((p) => p.written === written && p.role === 'applicant');
}

/** Facts the identity room proved; a phone may be another one, who one is may not. */
const provedKinds = /\.(name|id-number|birth-date|credit-code)$/;

/** Proved when the applicant registered: a form cannot make him another. What is only suggested is of grade D. */
export function isFixed(at: string, fact: Facts[string] | undefined): boolean {
  return fact?.source === 'identity' && fact.grade !== 'D' && provedKinds.test(at);
}

/**
 * Everything a page shows of a draft. `before`: the item version the page has rules of already.
 */
export async function viewDraft(cx: Cx, db: Db | Trx, draft: DraftRow, before?: string): Promise<DraftView> {
  const item = await itemOfDraft(cx, db, draft);
  const documents = await documentsOf(db, { draft: draft.id });
  const subject = await findSubject(db, draft.subject);
  const env = { today: cx.today, calendar: cx.calendar };
  const { facts } = draft;
  const licences = await takeable(cx, db, item, draft.subject);
  const offer = await offerOf(cx, db, item, draft);
  const tied = await tiesOf(cx, db, item, draft);
  const given = withPromised(item, draft.promised && offer.offered, handedIn(documents, draft.takes));
  return {
    id: draft.id, version: draft.version, item: draft.item, itemVersion: item.hash,
    channel: draft.channel,
    for: { id: draft.subject, kind: subject?.kind ?? 'person', name: subject?.name ?? '' },
    facts, typed: draft.typed,
    documents: documents.map(docView),
    guide: guide(item, facts, env),
    form: withoutOthers(item, formOf(item, facts, env)),
    findings: notTheirs(item, review(item, facts, env)),
    missing: [
      ...notTheirs(item, missing(item, facts, { env, handedIn: { documents: given } })),
      ...missingConsents(tied.consents),
    ],
    promise: { ...offer, chosen: draft.promised && offer.offered },
    later: lackingLater(cx, { item, facts, handedIn: given })
      .map(({ material, name, words }) => ({ material, name, words })),
    takes: draft.takes,
    licences: licences.map(({ material, licence }) => ({
      material,
      licence: { id: licence.id, name: licence.name, number: licence.number, until: licence.until },
    })),
    fixed: [
      ...Object.keys(facts).filter((at) => isFixed(at, facts[at])), ...heldAddresses(item, facts),
      ...childAddresses(item),
    ],
    // Where a part is another's to fill in, the server says all: the page has no rules of his part.
    rules: before === item.hash || tied.consents.length > 0 ? null : pageRules(item, cx.today),
    renewed: item.hash !== draft.item_version,
    updated: draft.updated_at.toISOString(), delivery: draft.delivery,
    ...tied,
  };
}

/** Sections and fields that a second person fills in himself are not in the asker’s form. */
function withoutOthers(item: OpenItem, form: ReturnType<typeof formOf>): ReturnType<typeof formOf> {
  return form
    .map((s) => ({ ...s, fields: s.fields.filter((f) => notTheirs(item, [{ on: f.address }]).length > 0) }))
    .filter((s) => s.fields.length > 0 || s.many.length > 0);
}

async function tiesOf(
  cx: Cx, db: Db | Trx, item: OpenItem, draft: DraftRow,
): Promise<Pick<DraftView, 'consents' | 'children' | 'window' | 'slots'>> {
  const fields = slotFields(item);
  const about = wardNumber(item, draft.facts);
  const wards = guardianship(item) ? await wardsOf(cx, db, item, draft.subject) : null;
  return {
    consents: await consentViews(cx, db, item, draft),
    children: wards?.map(({ number, name, birth }) => ({
      key: childKey(cx, number), name, birth, chosen: number === about,
    })) ?? null,
    window: windowOf(item, cx.now) ?? null,
    slots: fields ? { date: fields.date, session: fields.session } : null,
  };
}

export function docView(d: DocumentRow): z.input<typeof docOutput> {
  const { id, material, idx: index, name, kind, size, pages, file } = d;
  return { id, material, index, name, kind, size, pages, file };
}

/** A draft's answer is long and the draft is there: its id is kept, the view is made again. */
export function draftAgain(cx: Cx): Remembrance<DraftView> {
  return {
    keep: ({ id }) => ({ id }),
    again: async ({ id = '' }) => {
      const draft = await findDraft(cx.db, cx.actor, id);
      if (!draft) throw notThere();
      return viewDraft(cx, cx.db, draft);
    },
  };
}
