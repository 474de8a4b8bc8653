/** A second person agrees on his own account before a draft is filed. Nothing of his is read by who asks. */
import crypto from 'node:crypto';
import { announce, Refused, type Db, type Trx } from '#base';
import { look } from '#facts';
import { consenting, isOwnPart, sharedText, type Facts, type Missing, type OpenItem } from '#graph';
import { findByNumber, findSubject } from '#identity';
import { tell } from '#messages';
import type { Cx } from './cx.ts';
import { consentsOf, updateConsent, type ConsentRow } from './consent-store.ts';
import { digestOfNumber } from './parties.ts';
import type { DraftRow } from './store.ts';

type Party = ReturnType<typeof consenting>[number];

/** What he agrees to, as a digest: the item, who asks, and all that is not private to anybody. */
export function sharedDigest(item: OpenItem, draft: Pick<DraftRow, 'subject' | 'facts'>): string {
  const text = `${item.item.id}\n${draft.subject}\n${sharedText(item, draft.facts)}`;
  return crypto.createHash('sha256').update(text).digest('base64url');
}

export type NamedPerson = { name: string; number: string };

/** Whom the draft names as this party; undefined while name or number lack. */
export function namedAs(party: Party, facts: Facts): NamedPerson | undefined {
  const [name, number] = [facts[`${party.id}.name`], facts[`${party.id}.id-number`]];
  if (name?.state !== 'known' || number?.state !== 'known') return undefined;
  return { name: String(name.value), number: String(number.value) };
}

/** Does this row stand for whom the draft names now? */
export function isNamed(cx: Pick<Cx, 'secrets'>, row: ConsentRow, who: NamedPerson | undefined): boolean {
  return who !== undefined && row.name === who.name
    && row.number_digest === digestOfNumber(cx.secrets, who.number);
}

/** How it stands with one second person, for the page of who asks. */
export type ConsentView = {
  party: string; partyName: { zh: string; en?: string | undefined }; name: string | null;
  id: string | null; state: 'not-asked' | ConsentRow['state']; answeredAt: string | null;
};

/** All second persons of a draft. Whoever is named anew has not been asked. */
export async function consentViews(
  cx: Cx, db: Db | Trx, item: OpenItem, draft: Pick<DraftRow, 'id' | 'facts'>,
): Promise<ConsentView[]> {
  const parties = consenting(item);
  if (parties.length === 0) return [];
  const rows = await consentsOf(db, { draft: draft.id });
  return parties.map((p) => {
    const who = namedAs(p, draft.facts);
    const row = rows.find((k) => k.party === p.id && isNamed(cx, k, who));
    return {
      party: p.id, partyName: p.name ?? { zh: p.written }, name: who?.name ?? null, id: row?.id ?? null,
      state: row?.state ?? 'not-asked', answeredAt: row?.answered_at?.toISOString() ?? null,
    };
  });
}

/** A part of what lacks that only the second person can mend is not the asker’s to see. */
export function notTheirs<T extends { on: string }>(item: OpenItem, list: T[]): T[] {
  const parties = consenting(item);
  return list.filter((m) => !parties.some((p) => isOwnPart(p.id, m.on)));
}

/** What still lacks because somebody has not agreed. */
export function missingConsents(views: ConsentView[]): Missing[] {
  return views.filter((v) => v.state !== 'given').map((v) => ({
    kind: 'consent', on: `consent.${v.party}`, name: v.partyName, words: lackWords(v),
  }));
}

function lackWords({ name, partyName, state }: ConsentView): { zh: string; en: string } {
  const who = name ?? partyName.zh;
  const whoEn = name ?? partyName.en ?? partyName.zh;
  if (state === 'not-asked') {
    return { zh: `请${who}在他自己的手机上同意`, en: `Ask ${whoEn} to agree on a phone of his own` };
  }
  if (state === 'asked') return { zh: `还在等${who}同意`, en: `${whoEn} has not answered yet` };
  if (state === 'declined') return { zh: `${who}没有同意，不能提交`, en: `${whoEn} did not agree: it cannot be filed` };
  return { zh: `${who}收回了同意，不能提交`, en: `${whoEn} took the consent back: it cannot be filed` };
}

/** The page of who asks, and his own, are told to look again. */
export async function news(
  trx: Trx, draft: Pick<DraftRow, 'subject'>, row: Pick<ConsentRow, 'subject'>,
): Promise<void> {
  const to = [draft.subject, ...(row.subject ? [row.subject] : [])];
  await announce(trx, {
    topic: 'consent.moved', payload: {}, live: { topic: 'consents', to: to.map((id) => `subject:${id}`) },
  });
}

/** Asks by the inbox of the person with this number and name, if there is one: nobody is told whether. */
export async function askByMessage(
  cx: Cx, trx: Trx,
  about: { item: OpenItem; draft: DraftRow; row: Pick<ConsentRow, 'id'>; who: NamedPerson; anew: boolean },
): Promise<void> {
  const { item, who, draft } = about;
  const person = await findByNumber(trx as unknown as Db, who.number);
  if (!person || person.name !== who.name) return;
  const by = (await findSubject(trx, draft.subject))?.name ?? '';
  const { zh, en = zh } = item.item.name;
  const title = about.anew
    ? { zh: '内容改了，请再看一遍', en: 'Changed: please look again' }
    : { zh: '有一件事要您同意', en: 'Your consent is asked' };
  await tell(trx, {
    to: { subject: person.id }, at: cx.now, title,
    body: about.anew
      ? { zh: `${by}改了“${zh}”里两个人都看得到的内容，原来的同意不算了。请到“我的”里再看一遍，同意或者不同意。`,
        en: `${by} changed what both of you see of “${en}”; your consent no longer counts. Look again under “Mine”.` }
      : { zh: `${by}请您一起办“${zh}”。请到“我的”里打开，填好您自己的部分，同意或者不同意。没有您的同意就不会提交。`,
        en: `${by} asks you to do “${en}” together. Open it under “Mine”; nothing is filed without you.` },
  });
  await news(trx, draft, { subject: person.id });
}

/** After a save: a consent to something else is none. The person is asked anew. */
export async function askAnew(cx: Cx, trx: Trx, item: OpenItem, draft: DraftRow): Promise<void> {
  const parties = consenting(item);
  if (parties.length === 0) return;
  const shared = sharedDigest(item, draft);
  for (const row of await consentsOf(trx, { draft: draft.id }, true)) {
    const party = parties.find((p) => p.id === row.party);
    const who = party && namedAs(party, draft.facts);
    if (row.state !== 'given' || row.shared === shared || !who || !isNamed(cx, row, who)) continue;
    await updateConsent(trx, row.id, { ...row, state: 'asked', shared: null, answered_at: null });
    await askByMessage(cx, trx, { item, draft, row, who, anew: true });
  }
}

export type Agreed = { facts: Facts; rows: ConsentRow[]; lacks: { at: string; message: { zh: string; en: string } }[] };

/** At the filing: everybody agreed to just this. Gives his own part, and what lacks. */
export async function agreed(cx: Cx, trx: Trx, item: OpenItem, draft: DraftRow): Promise<Agreed> {
  const parties = consenting(item);
  if (parties.length === 0) return { facts: {}, rows: [], lacks: [] };
  const shared = sharedDigest(item, draft);
  const rows = await consentsOf(trx, { draft: draft.id }, true);
  const valid = rows.filter((k) => k.state === 'given' && k.shared === shared && parties.some((p) => (
    p.id === k.party && isNamed(cx, k, namedAs(p, draft.facts)))));
  const views = await consentViews(cx, trx, item, draft);
  return {
    facts: Object.assign({}, ...valid.map((k) => k.facts)) as Facts,
    rows: valid,
    lacks: views.filter((v) => !valid.some((k) => k.party === v.party)).map((v) => ({
      at: `consent.${v.party}`,
      message: lackWords(v.state === 'given' ? { ...v, state: 'asked' } : v),
    })),
  };
}

/** What the log of the case keeps of the consents: who, to what, when. */
export function consentLog(rows: ConsentRow[]): Record<string, unknown> {
  if (rows.length === 0) return {};
  return {
    consents: rows.map((k) => ({
      party: k.party, subject: k.subject, shared: k.shared, at: k.answered_at?.toISOString() ?? null,
    })),
  };
}

/** A consent given or taken back is a row in both ledgers. */
export async function inBothLedgers(
  cx: Cx, trx: Trx, item: OpenItem, of: { draft: DraftRow; row: ConsentRow; what: string },
): Promise<void> {
  const { draft, row, what } = of;
  const purpose = `一起办理“${item.item.name.zh}”`;
  for (const subject of new Set([draft.subject, row.subject ?? draft.subject])) {
    await look(trx, { subject, actor: cx.actor, now: cx.now, what, purpose });
  }
}

/** Nobody agrees in the name of a firm, and no officer for a citizen. Refuses 403. */
export function ownAccount(cx: Cx): void {
  if (cx.actor.kind === 'citizen' && !cx.actor.actingFor) return;
  throw new Refused('own-account', 403, {
    zh: '同意要由本人作出。请切换回本人，用自己的账号打开。',
    en: 'Consent is given by the person himself: please open this on your own account, in your own name.',
  });
}
