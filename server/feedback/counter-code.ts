/** A code on a slip from the counter: whoever was served rates with it, signed in or not. */
import crypto from 'node:crypto';
import { z } from 'zod';
import { Refused, type Secrets } from '#base';
import { caseAtCounter } from '#cases';
import type { Cx } from './contacts.ts';
import { lastDay } from './note-contacts.ts';
import { addContacts, type ContactRow } from './store.ts';

/** Without I, L, O, U: they are misread, and read as 1, 1, 0. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const size = 12;

export const visitInput = z.object({ number: z.string().trim().max(40).optional() });
export const visitOutput = z.object({
  code: z.string(), url: z.string(), until: z.string(), unit: z.object({ zh: z.string(), en: z.string().optional() }),
});

/** As typed or scanned: separators and look-alikes put right, the address around it left out. */
export function readCounterCode(typed: string): string {
  return (typed.normalize('NFKC').trim().split(/[?#]/)[0]?.replace(/\/+$/, '').split('/').at(-1) ?? '')
    .replace(/[\s\u2010-\u2015-]/gu, '').toUpperCase().replaceAll('O', '0').replace(/[IL]/g, '1');
}

/** How a code is kept: never as it is. */
export function codeDigest({ secrets }: { secrets: Secrets }, code: string): string {
  return digestBy(secrets.hmacKey, code);
}

const digestBy = (key: Buffer, code: string): string =>
  crypto.createHmac('sha256', key).update(`rating code ${code}`).digest('hex');

/** By what a code is looked up: slips handed out before the key was changed still count. */
export function codeDigests({ secrets }: { secrets: Secrets }, code: string): string[] {
  return [secrets.hmacKey, ...secrets.oldHmacKeys.map(({ key }) => key)].map((key) => digestBy(key, code));
}

/**
 * A fresh code for the one just served, about a case if there is one. It can be used once.
 * Refuses 404 where the case is not of the officer's units.
 */
export async function makeVisit(cx: Cx, input: z.output<typeof visitInput>) {
  const unit = cx.actor.units[0];
  if (!unit) throw new Error('a clerk without a unit');
  const drawn = Array.from(crypto.randomBytes(size), (byte) => letters.charAt(byte & 31)).join('');
  const until = lastDay(cx.now);
  return cx.tx(async (trx) => {
    const number = input.number?.replaceAll('-', '').toUpperCase();
    const about = number ? await caseAtCounter(trx, number, cx.actor.units.map(({ path }) => path)) : undefined;
    if (number && !about) throw noCase();
    const row: ContactRow = {
      id: crypto.randomUUID(), kind: 'visit', channel: 'counter', case: about?.case ?? null, seq: null,
      case_number: about?.number ?? null, subject: about?.subject ?? null, item: about?.item ?? null,
      item_name: about?.item_name ?? null, item_version: about?.item_version ?? null,
      unit: unit.id, unit_path: unit.path, unit_name: unit.name, officer: cx.actor.id, at: cx.now, until,
      code_digest: codeDigest(cx, drawn),
    };
    await addContacts(trx, [row]);
    const code = (drawn.match(/.{4}/g) ?? []).join('-');
    return { code, url: `${cx.settings.url}/rate/${code}`, until: until.toISOString(), unit: unit.name };
  });
}

const noCase = (): Refused => new Refused('no-case', 404, {
  zh: '没有找到这个编号的办件。请核对编号，或不填编号直接给码。',
  en: 'No case has this number. Please compare it, or give the code without one.',
});
