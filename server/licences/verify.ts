/** Tells anyone with a code what a licence is worth today. */
import type { Clock, Db } from '#base';
import { longDate } from '#base';
import { look } from '#facts';
import { maskName } from '#graph';
import { systemActor, type Actor } from '#identity';
import { readCode } from './code.ts';
import { stateOn, states, type LicenceState } from './states.ts';
import {
  findByCode, findLicence, useShowCode, type Licence, type Text,
} from './store.ts';

/** What verifying needs of the world: a command line has no more. */
export type Verifier = { db: Db; clock: Clock; actor?: Actor };

/** What a verifier learns: only what he needs, a person's name masked. Dates YYYY-MM-DD. */
export type Verified = {
  found: boolean;
  /** In clear words, for the screen and the command line. */
  message: Text;
  kind?: string;
  name?: Text;
  number?: string;
  version?: number;
  identifier?: string;
  holder?: string;
  issuer?: Text;
  issuedOn?: string;
  from?: string;
  until?: string;
  state?: LicenceState;
  stateName?: Text;
  stateSince?: string;
  /** The newer one, where this one was replaced. */
  successor?: { number: string; version: number; issuedOn: string };
  /** Shown by the holder on a screen, within the last minute. */
  shown?: boolean;
  /** The day the state was looked up. */
  on: string;
};

/** Verifies a printed or shown code, or a QR code's address. A wrong one is an answer too. */
export async function verifyCode(verifier: Verifier, typed: string): Promise<Verified> {
  const on = verifier.clock.today();
  const read = readCode(typed);
  if (read === 'slip') {
    return { found: false, on, message: {
      zh: '查验码校验不通过，可能抄错了一位。请对照证照逐位核对，或直接扫描二维码。',
      en: 'The check character does not fit: one may be mistyped. Compare, or scan the QR code.',
    } };
  }
  if (!read) {
    return { found: false, on, message: {
      zh: '这不是本平台的查验码。查验码印在证照上，共 20 位字母和数字。',
      en: 'No code of this platform. It is printed on the licence: 20 letters and digits.',
    } };
  }
  if (read.kind === 'show') return verifyShown(verifier, read.code);
  const licence = await findByCode(verifier.db, read.code);
  return licence ? describe(verifier, licence) : unknown(on);
}

function unknown(on: string): Verified {
  return { found: false, on, message: {
    zh: '没有查到这个查验码对应的证照：本平台没有发过它。请小心，这可能是伪造的证照。',
    en: 'No licence has this code: it was not issued here. Be careful, it may be forged.',
  } };
}

async function verifyShown(verifier: Verifier, code: string): Promise<Verified> {
  const on = verifier.clock.today();
  const shown = await verifier.db.transaction().execute(async (trx) => {
    const use = await useShowCode(trx, code, verifier.clock.now());
    if (!use || use.late) return use;
    const licence = await findLicence(trx, use.licence);
    if (!licence) return undefined;
    // He showed it himself; that it was read, and by which office, he finds in his ledger.
    const { actor } = verifier;
    await look(trx, {
      subject: licence.holder, now: verifier.clock.now(),
      actor: actor?.kind === 'staff' ? actor : systemActor('扫码查验'),
      what: `您出示的${licence.kindName.zh}（${licence.number}）`, purpose: '查验证照是否有效',
    });
    return { ...use, found: licence };
  });
  if (!shown) return unknown(on);
  if (shown.late || !('found' in shown)) {
    return { found: false, on, message: {
      zh: '这个出示码已经过期（一分钟内有效）。请持证人刷新后重新出示。',
      en: 'This code has run out (it lasts a minute). Ask the holder to show a fresh one.',
    } };
  }
  return { ...await describe(verifier, shown.found), shown: true };
}

/** A licence as a verifier sees it today. */
export async function describe({ db, clock }: Verifier, licence: Licence): Promise<Verified> {
  const on = clock.today();
  const state = stateOn(licence, on);
  const next = licence.successor ? await findLicence(db, licence.successor) : undefined;
  return {
    found: true, on, state, stateName: states[state], message: sentence(licence, state),
    kind: licence.kind, name: licence.kindName, number: licence.number, version: licence.version,
    identifier: licence.identifier, holder: shownHolder(licence), issuer: licence.issuer.name,
    issuedOn: licence.issuedOn, from: licence.from,
    ...(licence.until ? { until: licence.until } : {}),
    ...(state === 'valid' || state === 'upcoming' || state === 'expired'
      ? {} : { stateSince: licence.stateSince }),
    ...(next ? {
      successor: { number: next.number, version: next.version, issuedOn: next.issuedOn },
    } : {}),
  };
}

/** An organisation by its name, a person as 张*. */
export function shownHolder(licence: Pick<Licence, 'holderKind' | 'holderName'>): string {
  return licence.holderKind === 'person' ? maskName(licence.holderName) : licence.holderName;
}

function sentence(licence: Licence, state: LicenceState): Text {
  const { until, from, stateSince } = licence;
  switch (state) {
    case 'valid':
      return until
        ? { zh: `今天有效，有效期到 ${longDate(until)}。`, en: `Valid today, until ${until}.` }
        : { zh: '今天有效，长期。', en: 'Valid today, without end.' };
    case 'upcoming':
      return {
        zh: `还没有生效，从 ${longDate(from)} 起有效。`,
        en: `Not yet in force: valid from ${from}.`,
      };
    case 'expired':
      return {
        zh: `已过期，有效期到 ${until ? longDate(until) : ''} 为止。`,
        en: `Expired: it was valid until ${until}.`,
      };
    case 'replaced':
      return {
        zh: `这是旧版，${stateSince} 已换发新证，请查验新证。`,
        en: `This is an older version, replaced on ${stateSince}: verify the newer one.`,
      };
    default:
      return {
        zh: `${states[state].zh}，从 ${stateSince} 起不能使用。`,
        en: `${states[state].en} since ${stateSince}: not to be relied on.`,
      };
  }
}
