/** Asking a second person, and what he does: looks, fills in his own part, agrees, declines, takes it back. */
import crypto from 'node:crypto';
import { z } from 'zod';
import { beside, both, notThere, Refused, type Db, type Trx } from '#base';
import { listItems } from '#catalogue';
import { prefillFor } from '#facts';
import { consenting, factsFor, formOf, guide, isOwnPart, isPrivate, missing, review, type Facts, type OpenItem } from '#graph';
import { findSubject } from '#identity';
import { tell } from '#messages';
import type { Json } from '#rules';
import type { Cx } from './cx.ts';
import {
  askByMessage, inBothLedgers, isNamed, namedAs, news, ownAccount, sharedDigest, type NamedPerson,
} from './consent.ts';
import {
  consentFor, consentsFor, consentsOf, deleteConsent, insertConsent, updateConsent, type Asked, type ConsentRow,
} from './consent-store.ts';
import { draftOutput, isFixed, itemOfDraft, type DraftView } from './draft-view.ts';
import { digestOfNumber } from './parties.ts';
import { textOutput } from './rows.ts';
import { merge } from './save-draft.ts';
import { draftById, findDraft, type DraftRow } from './store.ts';

const mostAsked = 5;
const wrongId = '邀请编号不对，请从“我的”里打开';

export const inviteInput = z.object({ id: z.uuid('草稿编号不对，请从“我的”里打开'), party: z.string().max(60) });
export const inviteOutput = z.object({ consent: z.string() });

/**
 * Asks whom the draft names. The answer is the same whether such a person has an account. Refuses 400
 * where name or number lack, 409 `same-person`, `agreed-already`, `asked-often`.
 */
export async function invite(cx: Cx, input: z.output<typeof inviteInput>) {
  return cx.tx(async (trx) => {
    const draft = await findDraft(trx, cx.actor, input.id, true);
    if (!draft) throw notThere();
    const item = await itemOfDraft(cx, trx, draft);
    const party = consenting(item).find((p) => p.id === input.party);
    if (!party) throw notThere();
    const who = namedAs(party, draft.facts);
    if (!who) {
      throw new Refused('incomplete', 400, {
        zh: '请先填好另一位的姓名和身份证号，再请他同意。',
        en: 'Fill in name and identity number of the other person first.',
      }, { fields: [{ at: `${party.id}.name`, message: { zh: '请填写姓名和证件号码', en: 'Name and number, please' } }] });
    }
    await differentPersons(trx, item, { draft, party: party.id, who });
    const row = await askRow(cx, trx, item, { draft, party: party.id, who });
    await askByMessage(cx, trx, { item, draft, row, who, anew: false });
    return { consent: row.id };
  });
}

async function differentPersons(
  trx: Trx, item: OpenItem, { draft, party, who }: { draft: DraftRow; party: string; who: NamedPerson },
): Promise<void> {
  const applicant = (await findSubject(trx, draft.subject))?.idNumber;
  const others = consenting(item).filter((p) => p.id !== party).map((p) => namedAs(p, draft.facts)?.number);
  if (who.number !== applicant && !others.includes(who.number)) return;
  throw new Refused('same-person', 409, {
    zh: '另一位填成了同一个人。请填对方的姓名和身份证号。',
    en: 'This is the same person twice: enter the other person’s name and number.',
  }, { fields: [{ at: `${party}.id-number`, message: { zh: '请填对方的身份证号', en: 'The other person’s number' } }] });
}

async function askRow(
  cx: Cx, trx: Trx, item: OpenItem, { draft, party, who }: { draft: DraftRow; party: string; who: NamedPerson },
): Promise<Pick<ConsentRow, 'id'>> {
  const before = (await consentsOf(trx, { draft: draft.id }, true)).find((k) => k.party === party);
  if (before && isNamed(cx, before, who)) {
    if (before.state === 'given' && before.shared === sharedDigest(item, draft)) {
      throw new Refused('agreed-already', 409, { zh: `${who.name}已经同意了，不用再请。`, en: `${who.name} has agreed already.` });
    }
    if (before.times >= mostAsked) {
      throw new Refused('asked-often', 409, {
        zh: `已经请过 ${mostAsked} 次了。请当面和他商量，他随时可以在自己的手机上打开同意。`,
        en: `Asked ${mostAsked} times already. Please talk to each other; he can still agree on his own phone.`,
      });
    }
    await updateConsent(trx, before.id, {
      ...before, state: 'asked', shared: null, times: before.times + 1, asked_at: cx.now, answered_at: null,
    });
    return before;
  }
  if (before) await deleteConsent(trx, before.id);
  const id = crypto.randomUUID();
  await insertConsent(trx, {
    id, draft: draft.id, party, name: who.name, number_digest: digestOfNumber(cx.secrets, who.number),
    asked_by: cx.actor.name, asked_at: cx.now,
  });
  return { id };
}

/** By which number and name this citizen is found; nobody else is asked. */
async function whoIs(cx: Cx, db: Db | Trx): Promise<Asked | undefined> {
  if (cx.actor.kind !== 'citizen' || cx.actor.actingFor) return undefined;
  const me = await findSubject(db, cx.actor.subject);
  if (!me?.idNumber) return undefined;
  return { digest: digestOfNumber(cx.secrets, me.idNumber), name: me.name };
}

const state = z.enum(['asked', 'given', 'declined', 'taken-back']);

export const consentsOutput = z.object({
  consents: z.array(z.object({
    id: z.string(), item: z.string(), itemName: textOutput, from: z.string(), state, askedAt: z.string(),
  })),
});

/** What waits for my consent, or has it and is not filed yet. */
export async function myConsents(cx: Cx) {
  const who = await whoIs(cx, cx.db);
  const rows = who ? await consentsFor(cx.db, who) : [];
  const names = new Map((await listItems(cx)).map((card) => [card.id, card.name]));
  return {
    consents: rows.map((k) => ({
      id: k.id, item: k.item, itemName: names.get(k.item) ?? { zh: k.item }, from: k.asked_by, state: k.state,
      askedAt: k.asked_at.toISOString(),
    })),
  };
}

export const consentInput = z.object({ id: z.uuid(wrongId) });

export const consentOutput = z.object({
  id: z.string(), version: z.number(), state, item: z.string(), itemName: textOutput, from: z.string(),
  party: z.string(), name: z.string(), answeredAt: z.string().nullable(),
  /** What he agrees to, as a digest: sent back with the answer. */
  shared: z.string(),
  /** What both see: answers to the questions, and fields of the form. */
  answers: z.array(z.object({ id: z.string(), ask: textOutput, answer: textOutput })),
  sharedForm: z.custom<ReturnType<typeof formOf>>(() => true),
  sharedFacts: z.custom<Facts>(() => true),
  /** His own part, as a draft of its own. */
  part: draftOutput,
});
export type ConsentOutput = z.input<typeof consentOutput>;

/** What he sees: what both share, and his own part. Nothing that is private to who asks. */
export async function readConsent(cx: Cx, input: z.output<typeof consentInput>) {
  const who = await whoIs(cx, cx.db);
  const row = who && await consentFor(cx.db, who, { id: input.id });
  const draft = row?.draft ? await draftById(cx.db, row.draft) : undefined;
  if (!row || !draft) throw notThere();
  return viewConsent(cx, cx.db, { row, draft });
}

type Open = { row: ConsentRow; draft: DraftRow };

/** His own part: what he was proved to be and gave before, and what he typed here. */
async function ownFacts(cx: Cx, db: Db | Trx, item: OpenItem, row: ConsentRow): Promise<Facts> {
  const known = await prefillFor(db, { item, parties: { [row.party]: cx.actor.subject }, today: cx.today });
  return { ...known, ...row.facts };
}

async function viewConsent(cx: Cx, db: Db | Trx, { row, draft }: Open): Promise<ConsentOutput> {
  const item = await itemOfDraft(cx, db, draft);
  const env = { today: cx.today, calendar: cx.calendar };
  const shared = factsFor(item, draft.facts, undefined);
  const own = await ownFacts(cx, db, item, row);
  const facts = { ...shared, ...own };
  const seen = guide(item, shared, env);
  const mine = (at: string): boolean => isOwnPart(row.party, at);
  const sections = formOf(item, facts, env);
  const keep = (fits: (at: string) => boolean) => sections
    .map((s) => ({ ...s, many: [], fields: s.fields.filter((f) => fits(f.address)) }))
    .filter((s) => s.fields.length > 0);
  const part: DraftView = {
    ...blankPart, id: row.id, version: row.version, item: draft.item, itemVersion: item.hash,
    for: { id: cx.actor.subject, kind: 'person', name: row.name }, facts, typed: row.typed,
    guide: { ...seen, asks: [], materials: [], conditions: [], form: [] },
    form: keep(mine), findings: review(item, facts, env).filter((f) => mine(f.on)),
    missing: missing(item, facts, { env, handedIn: { documents: {} } }).filter((m) => mine(m.on)),
    fixed: Object.keys(facts).filter((at) => isFixed(at, facts[at])), updated: row.asked_at.toISOString(),
  };
  return {
    id: row.id, version: row.version, state: row.state, item: draft.item, itemName: item.item.name,
    from: row.asked_by, party: row.party, name: row.name, answeredAt: row.answered_at?.toISOString() ?? null,
    shared: sharedDigest(item, draft),
    answers: seen.asks.filter((a) => a.state === 'answered' && !isPrivate(item, a.address, undefined)).map((a) => ({
      id: a.id, ask: a.ask, answer: a.options.find((o) => o.value === a.value)?.label ?? { zh: '' },
    })),
    sharedForm: keep((at) => !isPrivate(item, at, undefined)), sharedFacts: shared, part,
  };
}

const blankPart = {
  channel: 'online' as const, documents: [], takes: [], licences: [], rules: null, renewed: false,
  promise: { offered: false, chosen: false, blocked: null }, later: [],
  consents: [], children: null, window: null, slots: null, delivery: null,
};

export const consentSaveInput = z.object({
  id: z.uuid(wrongId),
  facts: z.record(z.string().max(200), z.custom<Json>(() => true)).default({}),
});

/** Saves his own part. Refuses 409 `stale`, 400 for what is not his. */
export async function saveConsent(cx: Cx, input: z.output<typeof consentSaveInput>) {
  if (JSON.stringify(input.facts).length > 65_536) {
    throw new Refused('too-much', 400, '一次保存的内容太多了，请分几次填写。');
  }
  return cx.tx(async (trx) => {
    const { row, draft } = await openFor(cx, trx, input.id);
    if (cx.request.ifMatch !== row.version) {
      throw new Refused('stale', 409, '您在另一个页面改过了，或者内容有了变化。请先看一眼最新的内容，再继续填写。',
        { details: { version: row.version } });
    }
    const item = await itemOfDraft(cx, trx, draft);
    const beyond = Object.keys(input.facts).filter((at) => !isOwnPart(row.party, at));
    if (beyond.length > 0) {
      throw new Refused('not-yours', 400, {
        zh: '这里只能填您自己的部分。', en: 'Here you fill in your own part only.',
      }, { fields: beyond.map((at) => ({ at: at.slice(0, 200), message: '不是您自己的部分' })) });
    }
    const own = await ownFacts(cx, trx, item, row);
    const pseudo: DraftRow = { ...draft, facts: own, typed: row.typed, channel: 'online' };
    merge(pseudo, item, input.facts, cx.today);
    // Said anew after the consent: it is given anew, too.
    const state = row.state === 'given' ? 'asked' as const : row.state;
    await updateConsent(trx, row.id, {
      ...row, state, subject: cx.actor.subject, facts: pseudo.facts, typed: pseudo.typed,
      ...(state === row.state ? {} : { shared: null, answered_at: null }),
    });
    if (state !== row.state) await news(trx, draft, row);
    const { row: now } = await openFor(cx, trx, input.id);
    return viewConsent(cx, trx, { row: now, draft });
  });
}

/** The row and its draft locked, draft first as a filing does; 404 for anybody it was not asked of. */
async function openFor(cx: Cx, trx: Trx, id: string): Promise<Open> {
  ownAccount(cx);
  const who = await whoIs(cx, trx);
  const found = who && await consentFor(trx, who, { id });
  const draft = found?.draft ? await draftById(trx, found.draft, true) : undefined;
  const row = who && draft && await consentFor(trx, who, { id, lock: true });
  if (!row || !draft) throw notThere();
  return { row, draft };
}

export const consentAnswerInput = z.object({
  id: z.uuid(wrongId),
  answer: z.enum(['give', 'decline', 'take-back']),
  /** Digest of what he saw. */
  shared: z.string().max(100).optional(),
  declared: z.boolean().optional(),
});

/** Refuses 409 `changed` where something moved since he looked, 400 with what lacks of his own part. */
export async function answerConsent(cx: Cx, input: z.output<typeof consentAnswerInput>) {
  return cx.tx(async (trx) => {
    const { row, draft } = await openFor(cx, trx, input.id);
    const item = await itemOfDraft(cx, trx, draft);
    const mine = { ...row, subject: cx.actor.subject, answered_at: cx.now };
    if (input.answer === 'give') await give(cx, trx, { input, item, draft, row: mine });
    else if (input.answer === 'take-back' && row.state !== 'given') {
      throw new Refused('not-given', 409, {
        zh: '您还没有同意，不用收回。', en: 'You have not agreed: there is nothing to take back.',
      });
    } else {
      const declined = input.answer === 'decline';
      await updateConsent(trx, row.id, {
        ...mine, state: declined ? 'declined' : 'taken-back', shared: null,
        // Who declines leaves nothing behind.
        ...(declined ? { facts: {}, typed: {} } : {}),
      });
    }
    await inBothLedgers(cx, trx, item, { draft, row: mine, what: ledgerWords[input.answer] });
    await tellAsker(cx, trx, item, { draft, row, answer: input.answer });
    await news(trx, draft, mine);
    const { row: now } = await openFor(cx, trx, input.id);
    return viewConsent(cx, trx, { row: now, draft });
  });
}

const ledgerWords = {
  'give': '同意一起办理（本人在自己的账号上作出）', 'decline': '不同意一起办理', 'take-back': '收回同意',
} as const;

async function give(
  cx: Cx, trx: Trx,
  { input, item, draft, row }: Open & { input: z.output<typeof consentAnswerInput>; item: OpenItem },
): Promise<void> {
  if (input.declared !== true) {
    throw new Refused('bad-input', 400, { zh: '请先勾选“我看过了，同意”。', en: 'Please tick that you have read it and agree.' },
      { fields: [{ at: 'declared', message: { zh: '请先勾选', en: 'Please tick' } }] });
  }
  const shared = sharedDigest(item, draft);
  if (input.shared !== shared) {
    throw new Refused('changed', 409, {
      zh: '您看的时候内容改了。请看一眼最新的内容，再决定同意不同意。',
      en: 'It was changed while you looked. Please look at it as it is now, then decide.',
    });
  }
  const view = await viewConsent(cx, trx, { row, draft });
  const fields = [
    ...Object.entries(row.typed).map(([at, t]) => ({ at, message: t.problem })),
    ...view.part.missing.map((m) => ({ at: m.on, message: beside(m.words) })),
  ];
  if (fields.length > 0) {
    throw new Refused('incomplete', 400, `您自己的部分还有 ${fields.length} 处要填好，都列在下面了。`, { fields });
  }
  const own = Object.fromEntries(Object.entries(await ownFacts(cx, trx, item, row))
    .filter(([at]) => isOwnPart(row.party, at)));
  await updateConsent(trx, row.id, { ...row, state: 'given', shared, facts: own, typed: {} });
}

async function tellAsker(
  cx: Cx, trx: Trx, item: OpenItem, { draft, row, answer }: Open & { answer: 'give' | 'decline' | 'take-back' },
): Promise<void> {
  const { name } = item.item;
  const said = {
    'give': {
      title: both`${row.name}同意了`,
      body: both`您可以提交“${name}”了。提交前改了两个人都看得到的内容，要请他再同意一次。`,
    },
    'decline': {
      title: both`${row.name}没有同意`, body: both`“${name}”不能提交。请先和他商量，需要的话可以再请一次。`,
    },
    'take-back': { title: both`${row.name}收回了同意`, body: both`“${name}”现在不能提交。请先和他商量。` },
  }[answer];
  await tell(trx, {
    to: { subject: draft.subject }, at: cx.now, ...said,
  });
}
