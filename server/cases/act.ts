/** What every act on a case begins with: find it, lock it, ask the table, and keep people apart. */
import { z } from 'zod';
import { both, inWords, notThere, Refused, shanghaiTime, sql, type Db, type Trx } from '#base';
import { openVersion } from '#catalogue';
import { cleanText, type OpenItem } from '#graph';
import { findStaff, findSubject, organisationsOf, type Actor } from '#identity';
import { absenceOn } from './away.ts';
import { run, type Course, type Deed } from './course.ts';
import type { Cx } from './cx.ts';
import { digestOfNumber } from './parties.ts';
import { deadlineNames } from './deadlines.ts';
import { paperNames } from './paper-kinds.ts';
import { endPromises, type PromiseMove } from './promise-store.ts';
import { readerOf, shownName, textOutput } from './rows.ts';
import { lockCase, type CaseRow, type LockedCase } from './store.ts';
import { messageOf, tellApplicant, type Telling } from './tell.ts';
import { actionNames, after, may, stateName, type Action, type Role } from './states.ts';

/** Words an officer writes for others to read: nothing invisible or reversing, at least `least` characters. */
export const written = (least: number, most: number, lacks: string) => z.string().max(most * 2)
  .transform((typed, context) => {
    const clean = cleanText(typed, most, { lines: true });
    const problem = 'problem' in clean ? clean.problem : [...clean.text].length < least ? lacks : undefined;
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
    return 'text' in clean ? clean.text : '';
  });

/** Input every act has: the case, and how long the log was when the person looked. */
export const actInput = {
  id: z.uuid('办件编号不对，请从列表里打开'),
  seen: z.number().int().min(1).optional(),
  note: written(0, 2000, '').optional(),
  /** Only tell what would happen: nothing is kept. */
  preview: z.boolean().optional(),
};

export const reason = written(4, 2000, '请写明理由，至少 4 个字');

/** What an act leads to, for the page on which an officer looks before he commits. */
const foreseen = z.object({
  stateName: textOutput,
  papers: z.array(textOutput),
  deadlines: z.array(z.object({
    name: textOutput, due: z.string(), computation: textOutput, provisional: z.boolean(),
  })),
  message: z.object({ title: textOutput, body: textOutput }).nullable(),
});

export const actOutput = z.object({
  state: z.string(), seq: z.number(), foreseen: foreseen.optional(),
});
export type ActAnswer = z.output<typeof actOutput>;

export type Ready = { case: LockedCase; role: Role; item: OpenItem };

/**
 * The locked case, ready for this act. Refuses: 404 not there or not his to see · 409 the log moved
 * on since he looked, wrong state, or another officer has it · 403 not his role, or he is a party.
 */
export async function ready(
  cx: Cx, trx: Trx, action: Action, input: { id: string; seen?: number | undefined; asked?: string | undefined },
): Promise<Ready> {
  const staff = cx.actor.kind === 'staff';
  const digest = staff ? await numberDigest(cx, trx, cx.actor.subject) : '';
  const found = await lockCase(trx, cx.actor, { id: input.id, digest, asked: input.asked });
  if (!found) throw notThere();
  await sinceLooked(cx, trx, found, input.seen);
  const roles: readonly Role[] = cx.actor.kind === 'system' ? ['system'] : cx.actor.roles;
  const allowed = may(found, action, roles);
  if (!allowed.allowed) throw await refusal(trx, found, { actor: cx.actor, action, roles, why: allowed.why });
  if (staff) {
    if (!manages(action) && await ownerLeft(trx, found, cx.actor, cx.today)) found.owner = null;
    keepApart(cx, found, action);
    await keepOut(cx, trx, found);
  }
  return { case: found, role: allowed.role, item: await openVersion(trx, found.item_version) };
}

type LastAct = { action: Action; actor_name: string; at: Date; seq: number };

/** The last act; of those after `seen` a person's, where the system only followed it (送达、办结). */
async function lastAct(trx: Trx, id: string, seen?: number): Promise<LastAct | undefined> {
  const { rows } = await sql<LastAct>`select action, actor_name, at, seq from cases.action
    where "case" = ${id} and seq > ${seen ?? 0}
    order by ${seen ?? null}::int is not null and role = 'system', seq desc limit 1`.execute(trx);
  return rows[0];
}

/** “陈审查员 10:32 受理”, and the same for machines; an applicant is told 陈**. */
function whoDid(
  actor: Actor, last: LastAct | undefined,
): { words: { zh: string; en: string } | ''; details: Record<string, unknown> } {
  if (!last) return { words: '', details: {} };
  const by = shownName(actor, last.actor_name);
  const time = shanghaiTime(last.at).slice(11, 16);
  return {
    words: both`${by} 在 ${time} 已经“${actionNames[last.action].done}”。`,
    details: { by, action: last.action, at: last.at.toISOString() },
  };
}

async function sinceLooked(cx: Cx, trx: Trx, c: CaseRow, seen: number | undefined): Promise<void> {
  if (seen === undefined || seen === c.seq) return;
  const { words, details } = whoDid(cx.actor, await lastAct(trx, c.id, seen));
  throw new Refused('moved-on', 409, both`您打开之后这件办件有了新进展：${words}请刷新后再处理。`, { details });
}

async function refusal(
  trx: Trx, c: CaseRow,
  { actor, action, roles, why }: { actor: Actor; action: Action; roles: readonly Role[]; why: string },
): Promise<Refused> {
  const anyone = may(c, action, ['citizen', 'agent', 'clerk', 'reviewer', 'decider', 'system']);
  // Somebody could do it now: it is the role that does not fit. Else the state moved on.
  if (anyone.allowed && roles.length > 0) return new Refused('not-your-role', 403, why);
  const { words, details } = whoDid(actor, await lastAct(trx, c.id));
  const before = words === '' ? { zh: '', en: '' } : { zh: words.zh, en: `${words.en} ` };
  const now = inWords(why, 'en');
  return new Refused('wrong-state', 409, { zh: `${before.zh}${why}`, en: `${before.en}${now}` }, { details });
}

/** Applicant or agent is a party; a clerk who typed for a walk-in is not. */
export function isOwn(c: CaseRow, actor: Actor): boolean {
  return c.subject === actor.subject || (c.channel === 'online' && c.filer === actor.subject);
}

/** Acts beside the course: who has the case in hand keeps it. */
const beside: readonly Action[] = [
  'note', 'attach', 'ask-question', 'answer-question', 'hand-in-later', 'ask-opinion', 'give-opinion',
  'check-promise', 'order-mending', 'annul', 'restore-promise',
];
/** Of these, those that anybody may do while another has it in hand. */
export const anyHand: readonly Action[] = [
  'assign', 'relieve', 'note', 'attach', 'answer-question', 'hand-in-later', 'give-opinion',
  'check-promise', 'order-mending', 'annul', 'restore-promise',
];

/** Who says who does the work need not have it in hand himself. */
const manages = (action: Action): boolean => action === 'assign' || action === 'relieve';

/** Another officer's hands; one's own case; a reviewer, the last or an earlier one, who would decide. */
function keepApart(cx: Cx, c: LockedCase, action: Action): void {
  const { actor } = cx;
  if (c.owner !== null && c.owner !== actor.id && !anyHand.includes(action)) {
    throw new Refused('taken', 409, `这件由${c.owner_name ?? '另一位同事'}在办。需要您来办的话，请他先退回待办。`,
      { details: { by: c.owner_name } });
  }
  if (isOwn(c, actor) || c.is_party) throw ownCase();
  if (action === 'decide' && (c.reviewer === actor.subject || c.has_reviewed)) {
    throw new Refused('same-person', 403, '审查和决定要由两个人来做，这件是您审查的。请送另一位决定人员。');
  }
}

/**
 * A case in the hands of a colleague whose account was disabled is in nobody's; that of one who is
 * away today is open to his deputy and to who heads the unit.
 */
export async function ownerLeft(db: Db | Trx, c: CaseRow, actor: Actor, today: string): Promise<boolean> {
  if (c.owner === null || c.owner === actor.id) return false;
  const [owner] = await findStaff(db, [c.owner]);
  if (owner === undefined || owner.disabled) return true;
  const away = await absenceOn(db, c.owner, today);
  return away !== undefined && (away.deputy === actor.id || actor.roles.includes('decider'));
}

const ownCase = (): Refused => new Refused('own-case', 403,
  '您是这件办件的当事人，应当回避。请退回待办，由别的同事办理。');

/** Whoever leads the applicant, or acts for it under a mandate, is no stranger to its case. */
async function keepOut(cx: Cx, trx: Trx, c: CaseRow): Promise<void> {
  if (c.subject_kind !== 'organisation') return;
  if ((await organisationsOf(trx, cx.actor.subject, cx.today)).includes(c.subject)) throw ownCase();
}

/** A person's number never changes: its digest is remembered by the process. */
const digests = new Map<string, string>();

async function numberDigest(cx: Cx, trx: Trx, person: string): Promise<string> {
  const known = digests.get(person);
  if (known !== undefined) return known;
  const number = (await findSubject(trx, person))?.idNumber ?? undefined;
  const digest = number === undefined ? '' : digestOfNumber(cx.secrets, number);
  if (digests.size > 10_000) digests.clear();
  digests.set(person, digest);
  return digest;
}

/** The answer of every act. */
export function answer(c: CaseRow): ActAnswer {
  return { state: c.state, seq: c.seq };
}


/** What an act does, beyond being written down. */
export type Plan = Omit<Course, 'deeds'> & {
  content?: Record<string, unknown>;
  set?: Deed['set'];
  /** Acts of the system that follow at once (delivery, closing). */
  follows?: Deed[];
  tell?: Telling;
};

export type ActInput = {
  id: string; seen?: number | undefined; note?: string | undefined; preview?: boolean | undefined;
};

/** What was promised for a case that came to nothing is void, or broken where it was due. */
const endsPromises: readonly string[] = ['withdrawn', 'terminated', 'not-accepted'];

/** Thrown to undo a preview: carries what would have happened. */
class Foreseen extends Error {
  readonly answer: ActAnswer;

  constructor(answer: ActAnswer) {
    super('preview');
    this.answer = answer;
  }
}

/**
 * One act from beginning to end, in one transaction. An officer's act lets go of the case, so that
 * whoever is next can take it; `plan` may say otherwise. A preview goes the same way and is undone.
 */
export async function act(
  cx: Cx, what: { action: Action; input: ActInput & { asked?: string } },
  plan: (ready: Ready, trx: Trx) => Promise<Plan> | Plan,
): Promise<ActAnswer> {
  try {
    return await cx.tx(async (trx) => {
      const found = await ready(cx, trx, what.action, what.input);
      const { content, set, follows = [], tell, ...course } = await plan(found, trx);
      const letGo = cx.actor.kind === 'staff' && !beside.includes(what.action) ? { owner: null } : {};
      const note = what.input.note ? { note: what.input.note } : {};
      const ended = await promisesEnd(cx, trx, found, { action: what.action, set });
      const done = await run(cx, trx, found.case, {
        ...course,
        deeds: [
          { action: what.action, role: found.role, content: { ...content, ...ended, ...note },
            set: { ...letGo, ...set } },
          ...follows,
        ],
      });
      if (what.input.preview) {
        const name = stateName(done.state, readerOf(cx.actor));
        throw new Foreseen({
          ...answer(done), foreseen: { stateName: name, ...foresee(done, course, tell) },
        });
      }
      if (tell) await tellApplicant(cx, trx, done, tell);
      return answer(done);
    });
  } catch (error) {
    if (error instanceof Foreseen) return error.answer;
    throw error;
  }
}

/** Written down with the act that ends it: what was promised is void, or broken where it was due. */
async function promisesEnd(
  cx: Cx, trx: Trx, { case: c, role }: Ready, { action, set }: Pick<Deed, 'action' | 'set'>,
): Promise<{ promises?: PromiseMove[] }> {
  const to = after(c, action, role);
  const refused = set?.outcome === 'refuse' && c.outcome === null;
  if (!endsPromises.includes(to) && !refused) return {};
  const promises = await endPromises(trx, c.id, { broken: to !== 'withdrawn', today: cx.today });
  return promises.length > 0 ? { promises } : {};
}

function foresee(
  c: CaseRow, course: Omit<Course, 'deeds'>, tell: Telling | undefined,
): Omit<NonNullable<ActAnswer['foreseen']>, 'stateName'> {
  return {
    papers: (course.papers ?? []).map((p) => paperNames[p.kind]),
    deadlines: (course.deadlines ?? []).map((d) => ({
      name: deadlineNames[d.kind], due: d.due, computation: d.computed.text,
      provisional: d.computed.provisional,
    })),
    message: tell ? messageOf(c, tell) : null,
  };
}
