/** Submits a draft: it freezes, becomes a case, and its log begins with submit and receive. */
import crypto from 'node:crypto';
import { z } from 'zod';
import { canonicalJson, notThere, receivedOn, Refused, sql, type Trx } from '#base';
import { current } from '#catalogue';
import { learn, look } from '#facts';
import { caseNumber, missing, promiseOffered, review, settle, unitFor, type Facts, type OpenItem } from '#graph';
import { findSubject, findUnit, mandateFor, type Actor } from '#identity';
import { notTheirs } from './consent.ts';
import { run, type Course } from './course.ts';
import type { Cx } from './cx.ts';
import { deadline, noticePeriod } from './deadlines.ts';
import { keepChoice } from './delivery.ts';
import { insertPromises, type NewPromise } from './promise-store.ts';
import { lackingLater, promisesAtFiling, withPromised, type Lacking } from './promises.ts';
import { handedIn, itemOfDraft, lapsedTakes } from './draft-view.ts';
import { nameFault } from './establish.ts';
import { heldFault, withHeld } from './held.ts';
import { digestOfNumber, numbersIn } from './parties.ts';
import { pathOf } from './start-draft.ts';
import {
  documentsOf, findDraft, nextNumber, openTwin, type CaseRow, type DocumentRow, type DraftRow,
} from './store.ts';
import type { Role } from './states.ts';
import { tellApplicant } from './tell.ts';
import { atFiling, beforeFiling, roundCourse, type Together } from './together.ts';

export const submitInput = z.object({
  id: z.uuid('草稿编号不对，请从“我的”里打开'),
  /** The applicant declares that what was stated is true (行政许可法第三十一条). */
  declared: z.literal(true, '请先勾选“我保证所填内容真实”'),
  /** File once more although the same thing is open. */
  again: z.boolean().optional(),
  /** He promises to bring what may come later and is not there yet (容缺受理). */
  later: z.boolean().optional(),
});

export const submitOutput = z.object({
  case: z.string(), number: z.string(), receivedOn: z.string(), due: z.string().nullable(),
});

type Frozen = {
  later: Lacking[]; draft: DraftRow; item: OpenItem; facts: Facts; documents: DocumentRow[]; findings: unknown[];
  together: Together;
};

/** Gives the case. Refuses 400 `incomplete` with all that lacks, 409 `already-filed`. */
export async function submit(cx: Cx, input: z.output<typeof submitInput>) {
  return cx.tx(async (trx) => {
    const draft = await findDraft(trx, cx.actor, input.id, true);
    if (!draft) throw notThere();
    // Withdrawn since the draft was begun: refused with since when and why.
    await current(cx, draft.item);
    const frozen = await freeze(cx, trx, draft, input.later ?? false);
    // A registration is one for each child: that is told below, whoever files it.
    if (!input.again && !frozen.item.item.registration) await tellTwin(trx, draft);
    const c = await openCase(cx, trx, frozen);
    const promises = await promisesAtFiling(cx, trx, { c, item: frozen.item, later: frozen.later });
    await insertPromises(trx, promises);
    const after = await run(cx, trx, c, firstCourse(cx, c, frozen, promises));
    if (draft.delivery) await keepChoice(trx, { id: c.id, choice: draft.delivery, at: cx.now });
    await atFiling(cx, trx, { ...frozen, c });
    await moveDraft(trx, { draft: draft.id, to: c.id, parties: partiesOf(cx, frozen) });
    await learn(trx, {
      subject: draft.subject, item: frozen.item, facts: frozen.facts, on: cx.today, case: c.id,
    });
    for (const take of draft.takes) {
      await look(trx, {
        subject: draft.subject, actor: cx.actor, now: cx.now, case: { id: c.id, number: c.number },
        what: `电子证照：${take.name} ${take.number}`, purpose: `办理“${frozen.item.item.name.zh}”时代替上传`,
      });
    }
    await tellApplicant(cx, trx, after, 'received');
    return { case: c.id, number: c.number, receivedOn: after.received_on ?? cx.today, due: after.due };
  });
}

/** The draft as it is filed: optional empties are none, and nothing may lack or fail. */
async function freeze(cx: Cx, trx: Trx, draft: DraftRow, promisesLater: boolean): Promise<Frozen> {
  const item = await itemOfDraft(cx, trx, draft);
  const env = { today: cx.today, calendar: cx.calendar };
  const whose = { item, subject: draft.subject, today: cx.today };
  const together = await beforeFiling(cx, trx, item, draft);
  const facts = settle(item, await withHeld(trx, whose, { ...draft.facts, ...together.facts }), env);
  const notHeld = await heldFault(trx, whose, facts);
  const notFree = await nameFault(trx, { item, ...env }, facts);
  const documents = await documentsOf(trx, { draft: draft.id });
  const promised = draft.promised && promiseOffered(item, facts, env);
  const given = withPromised(item, promised, handedIn(documents, draft.takes));
  const lacks = missing(item, facts, { env, handedIn: { documents: given } });
  const later = lackingLater(cx, { item, facts, handedIn: given });
  const fields = [
    ...Object.entries(draft.typed).map(([at, t]) => ({ at, message: t.problem })),
    ...notTheirs(item, lacks).map((m) => ({ at: m.on, message: m.words.zh })),
    ...together.lacks,
    ...(promisesLater ? [] : later.map(notPromised)),
    ...(notHeld ? [notHeld] : []),
    ...(notFree ? [notFree] : []),
    ...(await lapsedTakes(cx, trx, item, draft)).map(({ material, name, number }) => ({
      at: material, message: `“${name}”（${number}）现在已不能用，请取消使用这份电子证照，改为上传或换一份有效的`,
    })),
  ];
  if (fields.length > 0) {
    throw new Refused('incomplete', 400, `还有 ${fields.length} 处要填好或补上，一共就这些，都列在下面了。`, { fields });
  }
  return { later, together, draft: { ...draft, promised }, item, facts, documents, findings: review(item, facts, env) };
}

/** May come later, but only when he says so. */
function notPromised({ material, name }: Lacking): { at: string; message: { zh: string; en: string } } {
  return { at: material, message: {
    zh: `请上传“${name.zh}”，或勾选承诺在期限内补交`,
    en: `Upload ${name.en ?? name.zh}, or tick that you promise to bring it in time`,
  } };
}

async function tellTwin(trx: Trx, draft: DraftRow): Promise<void> {
  // Two drafts of the same thing submitted at once: the second waits until the first is there.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${draft.subject} ${draft.item}`}, 7))`.execute(trx);
  const twin = await openTwin(trx, draft.item, draft.subject);
  if (!twin) return;
  throw new Refused('already-filed', 409,
    `同样的申请您已经交过一件（${twin.number}），还在办理中。先看看它的进展；确实要再办一件，请选“再交一件”。`,
    { details: { case: twin.id, number: twin.number } });
}

/** The row of the new case, not yet with any act. */
async function openCase(cx: Cx, trx: Trx, f: Frozen): Promise<CaseRow> {
  const unitId = unitFor(f.item, f.facts);
  const unit = unitId === undefined ? undefined : await findUnit(trx, unitId);
  if (!unit) {
    throw new Refused('no-unit', 409, '还不能确定由哪个部门办理，请检查所填的街道（镇）后再提交。');
  }
  const subject = await findSubject(trx, f.draft.subject);
  if (!subject) throw notThere();
  const number = caseNumber({
    area: unit.area.slice(0, 6), date: cx.today,
    channel: f.draft.channel === 'online' ? '1' : '2', sequence: await nextNumber(trx),
  });
  const c: NewCase = {
    id: crypto.randomUUID(), number, item: f.draft.item, item_version: f.item.hash,
    item_name: f.item.item.name as CaseRow['item_name'], engine: f.item.version.engine,
    calendar_version: cx.calendar.version, path: pathOf(f.item), state: 'draft', outcome: null,
    subject: subject.id, subject_kind: subject.kind, subject_name: subject.name,
    filer: cx.actor.subject, filer_name: cx.actor.name,
    mandate: mandateFor(cx.actor, f.draft.item) ?? null, channel: f.draft.channel, unit: unit.id,
    unit_path: unit.path, unit_name: unit.name, area: unit.area, owner: null, owner_name: null,
    facts: f.facts, findings: f.findings, takes: f.draft.takes, told: null, seq: 0, head: '',
    submitted_at: cx.now, received_on: null, accepted_on: null, decided_on: null, ended_on: null,
    extended: false, raised: false, reviewer: null, opinion: null, decider: null, due: null,
    warn_on: null, promise_due: null, stopped: false, asked: false, promised: f.draft.promised, packaged: false,
    acted_at: cx.now,
  };
  return { ...c, ...await insertCase(trx, c) };
}

type Counted = Pick<CaseRow, 'findings_fail' | 'findings_ask'>;
type NewCase = Omit<CaseRow, keyof Counted>;

/** Gives back what the database counts by itself. */
async function insertCase(trx: Trx, c: NewCase): Promise<Counted> {
  const { rows: [counted] } = await sql<Counted>`insert into cases.case (id, number, item, item_version, item_name,
      engine, calendar_version, path, state, subject, subject_kind, subject_name, filer, filer_name, mandate, channel,
      unit,
      unit_path, unit_name, area, facts, findings, takes, promised, seq, head, submitted_at, acted_at)
    values (${c.id}, ${c.number}, ${c.item}, ${c.item_version}, ${JSON.stringify(c.item_name)}::jsonb,
      ${c.engine}, ${c.calendar_version}, ${c.path}, ${c.state}, ${c.subject}, ${c.subject_kind},
      ${c.subject_name}, ${c.filer}, ${c.filer_name}, ${c.mandate}, ${c.channel}, ${c.unit},
      ${c.unit_path}, ${JSON.stringify(c.unit_name)}::jsonb, ${c.area}, ${JSON.stringify(c.facts)}::jsonb,
      ${JSON.stringify(c.findings)}::jsonb, ${JSON.stringify(c.takes)}::jsonb, ${c.promised}, 0, '', ${c.submitted_at},
      ${c.submitted_at}) returning findings_fail, findings_ask`.execute(trx);
  if (!counted) throw new Error(`case ${c.number} was not written`);
  return counted;
}

/** submit by whoever filed, receive by the system; five working days for the notice begin. */
function firstCourse(cx: Cx, c: CaseRow, f: Frozen, promises: NewPromise[]): Course {
  const received = receivedDay(cx, c, f.item);
  const notice = deadline(cx, { kind: 'notice', from: received.date, period: noticePeriod });
  return roundCourse(cx, f.item, {
    deeds: [
      { action: 'submit', role: filerRole(cx.actor), content: {
        ...filed(f), ...f.together.log, case: caseDigest(c),
        ...(promises.length > 0 ? { promises: promises.map(({ id }) => ({ id, state: 'offered', due: null })) } : {}),
      } },
      {
        action: 'receive', role: 'system', content: { computed: received.text.zh },
        set: { received_on: received.date },
      },
    ],
    columns: { due: notice.due },
    deadlines: [notice],
    papers: [{
      kind: 'receipt',
      content: {
        receivedOn: received.date, computed: received.text.zh, noticeDue: notice.due,
        materials: materialsOf(f),
      },
    }, ...promisePaper(promises)],
  });
}

/** The promises in writing, where there are any. */
function promisePaper(promises: NewPromise[]): NonNullable<Course['papers']> {
  const [first] = promises;
  if (!first) return [];
  return [{ kind: 'promise', content: { promises: promises.map((p) => p.words), by: first.promised_by } }];
}

export function filerRole(actor: Actor): Role {
  return actor.kind === 'staff' ? 'clerk' : actor.actingFor?.as === 'agent' ? 'agent' : 'citizen';
}

/** What the log keeps of a filing: digests, so that facts and files cannot be changed behind it. */
export function filed(f: Pick<Frozen, 'facts' | 'documents'> & { draft?: DraftRow }): Record<string, unknown> {
  return {
    facts: factsDigest(f.facts),
    documents: f.documents.map((d) => ({ id: d.id, material: d.material, file: d.file })),
    ...(f.draft ? { takes: f.draft.takes.map((t) => ({ material: t.material, licence: t.licence })) } : {}),
  };
}

/** The day something handed in now counts as received: at the counter at once, online by the unit's hours. */
export function receivedDay(cx: Cx, c: CaseRow, item: OpenItem): { date: string; text: { zh: string } } {
  if (c.channel === 'counter') return { date: cx.today, text: { zh: '窗口当场收件。' } };
  const hours = item.version.units[c.unit]?.hours ?? { from: '09:00', to: '17:00' };
  return receivedOn(cx.now, { opens: hours.from, closes: hours.to }, cx.calendar);
}

/** Digest of what a case is and whose: these columns never change after the filing. */
export function caseDigest(c: CaseRow): string {
  const { number, item, item_version, subject, subject_name, filer, unit, channel, path } = c;
  return crypto.createHash('sha256').update(canonicalJson(
    { number, item, item_version, subject, subject_name, filer, unit, channel, path })).digest('hex');
}

/** Digest of a case's facts as the log keeps it. */
export function factsDigest(facts: Facts): string {
  return crypto.createHash('sha256').update(canonicalJson(facts)).digest('hex');
}

function materialsOf(f: Frozen): { name: string; how: string }[] {
  const name = (id: string): string => f.item.version.materials[id]?.name.zh ?? id;
  return [
    ...f.documents.map((d) => ({ name: name(d.material), how: `上传：${d.name}` })),
    ...f.draft.takes.map((t) => ({ name: name(t.material), how: `电子证照：${t.name}` })),
  ];
}

function partiesOf(cx: Cx, f: Frozen): { digest: string; party: string; name: string }[] {
  return numbersIn(f.item, f.facts).map((p) => ({
    digest: digestOfNumber(cx.secrets, p.number), party: p.party, name: p.name,
  }));
}

/** Documents go over to the case, its parties are kept, the draft is gone: one statement. */
async function moveDraft(
  trx: Trx, move: { draft: string; to: string; parties: ReturnType<typeof partiesOf> },
): Promise<void> {
  await sql`with documents as (
      update cases.document set "case" = ${move.to}, draft = null where draft = ${move.draft}),
    parties as (
      insert into cases.party ("case", number_digest, party, name)
      select ${move.to}, p.digest, p.party, p.name
      from jsonb_to_recordset(${JSON.stringify(move.parties)}::jsonb) as p(digest text, party text, name text)
      on conflict do nothing)
    delete from cases.draft where id = ${move.draft}`.execute(trx);
}
