/** How the applicant receives his result: his choice, the pick-up code, what stands in the way. */
import crypto from 'node:crypto';
import { z } from 'zod';
import { Refused, shanghaiTime, sql, type Db, type Trx } from '#base';
import { ofCase } from '#licences';
import { act, actInput, actOutput } from './act.ts';
import type { Course, Deed } from './course.ts';
import type { Cx } from './cx.ts';
import { choice, ways, wayNames, type Choice, type Way } from './delivery-choice.ts';
import { deadline, deliveryPeriod } from './deadlines.ts';
import type { CaseRow } from './store.ts';

export type DeliveryRow = {
  case: string; way: Way; recipient: string | null; phone: string | null; address: string | null;
  chosen_at: Date; round: number; carrier: string | null; tracking: string | null; posted_at: Date | null;
  proof: string | null; proof_name: string | null; proof_kind: string | null;
  fetched_at: Date | null; reminded_at: Date | null;
};

/** How it is to be delivered. Nobody chose: download, and for a walk-in the counter at which he stands. */
export async function deliveryOf(db: Db | Trx, id: string): Promise<DeliveryRow> {
  const { rows } = await sql<DeliveryRow & { usual: Way }>`select d.*,
      case when c.channel = 'counter' then 'counter' else 'download' end as usual
    from cases.case c left join cases.delivery d on d."case" = c.id where c.id = ${id}`.execute(db);
  const [row] = rows;
  if (row?.way) {
    const { usual: _usual, ...chosen } = row;
    return chosen;
  }
  return {
    case: id, way: row?.usual ?? 'download', recipient: null, phone: null, address: null,
    chosen_at: new Date(0), round: 0,
    carrier: null, tracking: null, posted_at: null, proof: null, proof_name: null, proof_kind: null,
    fetched_at: null, reminded_at: null,
  };
}

export async function saveDelivery(trx: Trx, d: DeliveryRow): Promise<void> {
  await sql`insert into cases.delivery ("case", way, recipient, phone, address, chosen_at, round, carrier, tracking,
      posted_at, proof, proof_name, proof_kind, fetched_at, reminded_at)
    values (${d.case}, ${d.way}, ${d.recipient}, ${d.phone}, ${d.address}, ${d.chosen_at}, ${d.round}, ${d.carrier},
      ${d.tracking}, ${d.posted_at}, ${d.proof}, ${d.proof_name}, ${d.proof_kind}, ${d.fetched_at}, ${d.reminded_at})
    on conflict ("case") do update set way = excluded.way, recipient = excluded.recipient, phone = excluded.phone,
      address = excluded.address, chosen_at = excluded.chosen_at, round = excluded.round, carrier = excluded.carrier,
      tracking = excluded.tracking, posted_at = excluded.posted_at, proof = excluded.proof,
      proof_name = excluded.proof_name, proof_kind = excluded.proof_kind, fetched_at = excluded.fetched_at,
      reminded_at = excluded.reminded_at`.execute(trx);
}

export const chooseInput = z.object({ ...actInput, to: choice });
export const chooseOutput = actOutput;

/** The applicant (or the counter for a walk-in) says how. Until it was posted he can change his mind. */
export async function chooseDelivery(cx: Cx, input: z.output<typeof chooseInput>) {
  return act(cx, { action: 'choose-delivery', input }, async ({ case: c }, trx) => {
    if (cx.actor.kind === 'staff' && c.channel === 'online') {
      throw new Refused('applicant-chooses', 403, {
        zh: '领取方式由申请人自己在网上选。他到窗口来的，直接按窗口领取送达。',
        en: 'The applicant chooses on his own page. If he comes to the counter, deliver there.',
      });
    }
    const before = await deliveryOf(trx, c.id);
    if (before.posted_at !== null) {
      throw new Refused('posted', 409, {
        zh: `已经寄出（${before.carrier ?? ''} ${before.tracking ?? ''}），不能再改领取方式。没有收到的话，请按“没有收到”。`,
        en: `It was posted already (${before.carrier ?? ''} ${before.tracking ?? ''}). `
          + 'If it does not arrive, press “Not received”.',
      });
    }
    await keepChoice(trx, { id: c.id, choice: input.to, at: cx.now });
    // An address is personal and can change: the log has the way, the row the address.
    return {
      content: { way: input.to.way, wayName: wayNames[input.to.way].zh }, set: staysWith(cx, c),
      ...(isMade(c) ? newClock(cx, c, input.to.way) : {}),
    };
  });
}

/** There is a result that can be received. */
const isMade = (c: CaseRow): boolean => c.state === 'licence-made' || c.state === 'pay-ordered'
  || (c.state === 'decided' && c.outcome === 'refuse');

type Clock = Pick<Course, 'deadlines' | 'ends'> & { columns: { due: string | null } };

/** Now the office hands it over within ten working days, or no longer has to. */
function newClock(cx: Cx, c: CaseRow, way: Way): Partial<Clock> {
  if (way === 'download') return { columns: { due: null }, ends: [{ kind: 'delivery', state: 'void' }] };
  return c.due === null ? officeClock(cx) : {};
}

function officeClock(cx: Cx): Clock & { deadlines: NonNullable<Course['deadlines']> } {
  const delivery = deadline(cx, { kind: 'delivery', from: cx.today, period: deliveryPeriod });
  return { columns: { due: delivery.due }, deadlines: [delivery] };
}

/**
 * Where a result is made: at the counter and by post the office has ten working days (行政许可法第四十四条); a
 * download lies ready from then on, and waits for who fetches it.
 */
export async function handingOver(cx: Cx, trx: Trx, id: string): Promise<Required<Clock>> {
  const { way } = await deliveryOf(trx, id);
  return way === 'download' ? { columns: { due: null }, deadlines: [], ends: [{ kind: 'delivery', state: 'met' }] }
    : { ends: [], ...officeClock(cx) };
}

/** The same where the clock runs already: for a download it has done its work. */
export async function madeReady(trx: Trx, id: string): Promise<Partial<Clock>> {
  const { way } = await deliveryOf(trx, id);
  return way === 'download' ? { columns: { due: null }, ends: [{ kind: 'delivery', state: 'met' }] } : {};
}

/** An officer's act lets go of a case; a word about its delivery does not. */
function staysWith(cx: Cx, c: CaseRow): Deed['set'] {
  return cx.actor.kind === 'staff' ? { owner: c.owner } : {};
}

export async function keepChoice(trx: Trx, kept: { id: string; choice: Choice; at: Date }): Promise<void> {
  const { id, choice: to, at } = kept;
  const before = await deliveryOf(trx, id);
  const where = to.way === 'post' ? to : { recipient: null, phone: null, address: null };
  const { recipient, phone, address } = where;
  await saveDelivery(trx, { ...before, way: to.way, recipient, phone, address, chosen_at: at });
}

/** The code with which the result is picked up: six digits that follow from the case, kept nowhere. */
export function pickUpCode(cx: Pick<Cx, 'secrets'>, id: string): string {
  const digest = crypto.createHmac('sha256', cx.secrets.hmacKey).update(`pick-up ${id}`).digest();
  return String(digest.readUInt32BE(0) % 1_000_000).padStart(6, '0');
}

/** What is handed over by hand or by post has to be there. Refuses 409 while papers or licence are being made. */
export async function mustBeMade(cx: Cx, trx: Trx, id: string): Promise<void> {
  const { rows } = await sql`select from cases.paper where "case" = ${id} and file is null limit 1`.execute(trx);
  const licence = await ofCase(trx, id, cx.today);
  if (rows.length === 0 && licence?.file !== null) return;
  throw new Refused('being-made', 409, {
    zh: '证照或文书还在制作，不能送达。请等几秒，看到可以下载后再办。',
    en: 'The licence or a paper is still being made and cannot be delivered. Please wait until it can be downloaded.',
  });
}

/** Nothing is on its way that could arrive. */
export const notPosted = (): Refused => new Refused('not-posted', 409, {
  zh: '还没有寄出，不能登记这一步。请先登记快递公司和单号。',
  en: 'It was not posted yet. Write down carrier and number first.',
});

const text = z.object({ zh: z.string(), en: z.string() });
export const deliveryOutput = z.object({
  way: z.enum(ways), wayName: text, recipient: z.string().nullable(), phone: z.string().nullable(),
  address: z.string().nullable(),
  posted: z.object({ carrier: z.string(), tracking: z.string(), at: z.string(), round: z.number() }).nullable(),
  /** The officer's upload that proves it. */
  proof: z.string().nullable(),
  /** A download waits for the applicant. */
  waits: z.boolean(),
  /** For the applicant, once there is something to pick up. */
  code: z.string().nullable(),
});

/** As the applicant or an officer of the unit sees it. */
export function deliveryView(cx: Cx, c: CaseRow, d: DeliveryRow): z.input<typeof deliveryOutput> {
  const ready = ['decided', 'licence-made', 'pay-ordered'].includes(c.state);
  return {
    way: d.way, wayName: wayNames[d.way], recipient: d.recipient, phone: d.phone, address: d.address,
    posted: d.posted_at === null ? null : {
      carrier: d.carrier ?? '', tracking: d.tracking ?? '', at: shanghaiTime(d.posted_at), round: d.round,
    },
    proof: d.proof_name, waits: d.way === 'download' && isMade(c),
    code: d.way === 'counter' && ready && cx.actor.kind !== 'staff' ? pickUpCode(cx, c.id) : null,
  };
}
