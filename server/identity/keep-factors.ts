/** identity.factors, remove-factor, new-codes, reset-factors: second factors looked at and taken away. */
import { z } from 'zod';
import { notThere, Refused, type Context } from '#base';
import type { Actor } from './actor.ts';
import { attemptKey } from './check-password.ts';
import { shortAddress } from './device.ts';
import { freshCodes } from './enrol-factor.ts';
import { mustBeStaff, refuseOwn } from './find-staff-member.ts';
import { needsSecond } from './half-session.ts';
import { tellPages } from './own-sessions.ts';
import { proveAgain } from './prove-again.ts';
import { codesLeft, deleteFactor, deleteFactors, factorsOf, lockFactor } from './store-factors.ts';
import { endSessions } from './store-staff.ts';
import { forgetFailures, record } from './store.ts';

export const factorsOutput = z.object({
  factors: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(['totp', 'passkey']),
      name: z.string(),
      created: z.string(),
      used: z.string().nullable(),
    }),
  ),
  codesLeft: z.number(),
  /** He may not be without one. */
  required: z.boolean(),
  mode: z.enum(['required', 'enrolled']),
});
const password = z.string().max(1000);
export const removeFactorInput = z.object({ id: z.uuid('没有这个验证方式'), password });
export const newCodesInput = z.object({ password });
export const resetFactorsInput = z.object({ id: z.uuid('没有这个账号') });

/** The asker's own. */
export async function ownFactors(context: Context<Actor>): Promise<z.infer<typeof factorsOutput>> {
  const { actor, db, settings } = context;
  const rows = await factorsOf(db, actor.id);
  return {
    factors: rows.map(({ id, kind, name, created, used }) => ({
      id,
      kind,
      name,
      created: created.toISOString(),
      used: used?.toISOString() ?? null,
    })),
    codesLeft: await codesLeft(db, actor.id),
    required: await needsSecond(context, actor.roles),
    mode: settings.secondFactor,
  };
}

/** Takes one of the asker's own away. @throws Refused 400 wrong password, 404, 409 the last of a must */
export async function removeFactor(
  context: Context<Actor>,
  input: z.output<typeof removeFactorInput>,
): Promise<Record<never, never>> {
  const { actor, db, request } = context;
  const mine = await factorsOf(db, actor.id);
  if (!mine.some(({ id }) => id === input.id)) throw notThere();
  await proveAgain(context, input.password);
  const required = await needsSecond(context, actor.roles);
  return db.transaction().execute(async (trx) => {
    const factor = await lockFactor(trx, { account: actor.id, id: input.id });
    if (!factor) throw notThere();
    const left = (await factorsOf(trx, actor.id)).filter(({ id }) => id !== input.id);
    if (required && left.length === 0) {
      throw new Refused('factor-required', 409, {
        zh: '您的角色必须有第二验证，最后一个不能解除。请先绑定一个新的，再解除这个。',
        en: 'Your role needs a second factor. Add another one first, then remove this one.',
      });
    }
    await (left.length === 0 ? deleteFactors(trx, actor.id) : deleteFactor(trx, input.id));
    await record(trx, {
      by: actor.id,
      what: 'factor.removed',
      about: actor.id,
      details: { kind: factor.kind },
      address: shortAddress(request.ip),
    });
    return {};
  });
}

/** Ten new recovery codes. Not by context.tx: an answer with secrets in it must not be kept. */
export async function newCodes(
  context: Context<Actor>,
  input: z.output<typeof newCodesInput>,
): Promise<{ recovery: string[] }> {
  const { actor, db, request } = context;
  await proveAgain(context, input.password);
  if ((await factorsOf(db, actor.id)).length === 0) {
    throw new Refused('no-factor', 409, {
      zh: '还没有绑定第二验证，不需要恢复码。请先绑定。',
      en: 'There is no second factor yet; add one first.',
    });
  }
  return db.transaction().execute(async (trx) => {
    const recovery = await freshCodes(context, trx, actor.id);
    await record(trx, {
      by: actor.id,
      what: 'factor.codes',
      about: actor.id,
      address: shortAddress(request.ip),
    });
    return { recovery };
  });
}

/** The security administrator takes all of an officer's away: phone lost. His sessions end. */
export async function resetFactors(
  context: Context<Actor>,
  { id }: z.output<typeof resetFactorsInput>,
): Promise<{ removed: number }> {
  const { actor, request } = context;
  return context.tx(async (trx) => {
    await mustBeStaff(trx, id);
    refuseOwn(actor, id);
    const removed = await deleteFactors(trx, id);
    await forgetFailures(trx, attemptKey(context, 'second', id));
    await endSessions(trx, id);
    await record(trx, {
      by: actor.id,
      what: 'factor.reset',
      about: id,
      details: { removed },
      address: shortAddress(request.ip),
    });
    await tellPages(trx, id);
    return { removed };
  });
}
