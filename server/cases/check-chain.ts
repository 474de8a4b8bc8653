/** The integrity check for the audit administrator: one case at once, or everything by a job. */
import crypto from 'node:crypto';
import { z } from 'zod';
import { announce, Refused, sql, told, type Task, type Trx, type World } from '#base';
import { audit, auditCase } from './audit.ts';
import type { Cx } from './cx.ts';

/** Faults kept and shown; where there are more their number is told. */
const most = 200;
/** A check that was asked for and not done for so long has lost its worker: another may be asked for. */
const lostAfter = 60 * 60_000;

const check = z.object({
  id: z.string(),
  by: z.string(),
  askedAt: z.string(),
  /** Of one case only. */
  number: z.string().nullable(),
  doneAt: z.string().nullable(),
  cases: z.number().nullable(),
  acts: z.number().nullable(),
  faults: z.array(told),
  more: z.number(),
});
export const checksInput = z.object({});
export const checksOutput = z.object({ checks: z.array(check) });
export const checkInput = z.object({ number: z.string().trim().max(40).optional() });
export const checkOutput = check;

type Row = {
  id: string;
  by_name: string;
  asked_at: Date;
  number: string | null;
  done_at: Date | null;
  cases: number | null;
  acts: number | null;
  faults: string[] | null;
};

const shown = (row: Row): z.input<typeof check> => ({
  id: row.id,
  by: row.by_name,
  askedAt: row.asked_at.toISOString(),
  number: row.number,
  doneAt: row.done_at?.toISOString() ?? null,
  cases: row.cases,
  acts: row.acts,
  faults: (row.faults ?? []).slice(0, most),
  more: Math.max(0, (row.faults ?? []).length - most),
});

/** The last twenty checks, the newest first. */
export async function chainChecks(cx: Cx): Promise<z.input<typeof checksOutput>> {
  const { rows } = await sql<Row>`select * from cases.chain_check order by asked_at desc limit 20`.execute(cx.db);
  return { checks: rows.map(shown) };
}

/**
 * Checks one case and answers; without a number a job checks everything, the answer tells that it is
 * under way. Refuses 404 for a number that is none, 409 `check-running`.
 */
export async function checkChain(
  cx: Cx,
  input: z.output<typeof checkInput>,
): Promise<z.input<typeof checkOutput>> {
  const number = input.number?.toUpperCase() || null;
  return cx.tx(async (trx) => {
    const found = number === null ? undefined : await auditCase({ ...cx, db: trx }, number);
    if (found === undefined && number === null) await notTwice(cx, trx);
    if (found === undefined && number !== null) {
      throw new Refused('no-such-case', 404, {
        zh: '没有这个办件编号，请核对后再查。', en: 'There is no case of this number. Please check it.',
      });
    }
    const id = crypto.randomUUID();
    const { rows } = await sql<Row>`insert into cases.chain_check (id, by_account, by_name, asked_at, number,
        done_at, cases, acts, faults)
      values (${id}, ${cx.actor.id}, ${cx.actor.name}, ${cx.now}, ${number}, ${found ? cx.now : null},
        ${found?.cases ?? null}, ${found?.acts ?? null}, ${found ? JSON.stringify(found.faults) : null}::jsonb)
      returning *`.execute(trx);
    if (!found) await announce(trx, { topic: 'chains.asked', payload: { id } });
    return shown(rows[0] as Row);
  });
}

async function notTwice(cx: Cx, trx: Trx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('chain-check', 99))`.execute(trx);
  const { rows } = await sql`select 1 from cases.chain_check where number is null and done_at is null
    and asked_at > ${new Date(cx.now.getTime() - lostAfter)}`.execute(trx);
  if (rows.length > 0) {
    throw new Refused('check-running', 409, {
      zh: '全部办件正在校验，做完了会列在下面。', en: 'A check of all cases is running; its result will be listed below.',
    });
  }
}

/** The job: everything, as it stands at one moment. What a second look does not find again was only under way. */
export const checkChains: Task = async (world, payload) => {
  const { events } = payload as { events: { id: string }[] };
  for (const { id } of events) {
    const first = await atOneMoment(world);
    const again = first.faults.length > 0 ? new Set((await atOneMoment(world)).faults) : new Set<string>();
    const faults = first.faults.filter((fault) => again.has(fault));
    await sql`update cases.chain_check set done_at = ${world.clock.now()}, cases = ${first.cases},
        acts = ${first.acts}, faults = ${JSON.stringify(faults)}::jsonb
      where id = ${id} and done_at is null`.execute(world.db);
  }
};

/** The audit on one snapshot, so that an act written meanwhile is no fault. */
async function atOneMoment(world: World) {
  return world.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute((trx) => audit({ ...world, db: trx }));
}
