/**
 * The held licence that a change, a renewal or a cancellation is about: found by its number among the
 * applicant's own, its last day and attributes filled in as facts, and its state asked once more when
 * the application is filed and when the decision takes effect.
 */
import { Refused, type Db, type Trx } from '#base';
import type { Facts, OpenItem } from '#graph';
import { heldOf, licenceStates, type Held, type LicenceState } from '#licences';
import type { Json } from '#rules';

type HeldNow = Held & { state: LicenceState };
type Whose = { item: OpenItem; subject: string; today: string };
type Acts = 'change' | 'renew' | 'cancel';

/** What an item does to a licence of which kind, and the addresses of its number and last day. */
type On = { acts: Acts; kind: string; name: string; number: string; until: string | undefined };

function onOf({ item: { result }, version, names }: OpenItem): On | undefined {
  if (!result?.on || result.acts === undefined || result.acts === 'new') return undefined;
  const address = (written: string | undefined): string | undefined =>
    (written === undefined ? undefined : names.byWritten.get(written)?.address);
  const number = address(result.on.number);
  if (number === undefined) throw new Error(`${result.licence}: no field ${result.on.number}`);
  return {
    acts: result.acts, kind: result.licence, number, until: address(result.on.until),
    name: version.licences[result.licence]?.name.zh ?? result.licence,
  };
}

/** In which states a licence may still be asked for to be changed, renewed or struck off. */
const asked: Record<Acts, readonly LicenceState[]> = {
  change: ['valid'], renew: ['valid'], cancel: ['valid', 'suspended', 'upcoming'],
};

/** Brackets and spaces are typed in many ways: a number is its letters and digits. */
const bare = (number: string): string => number.normalize('NFKC').replace(/[^\p{L}\p{N}]/gu, '').toUpperCase();

/** The licence with this number; where none was typed, the one that can only be meant. */
function meant(held: HeldNow[], on: On, facts: Facts): HeldNow | undefined {
  const fact = facts[on.number];
  if (fact?.state === 'known') {
    const typed = bare(String(fact.value));
    return held.find((h) => bare(h.number) === typed);
  }
  const able = held.filter((h) => asked[on.acts].includes(h.state));
  return fact === undefined && able.length === 1 ? able[0] : undefined;
}

/** Its number, last day and attributes as facts of grade A. */
function factsOf(on: On, item: OpenItem, licence: HeldNow, today: string): Facts {
  const fact = (value: Json): Facts[string] => (value === null
    ? { state: 'none', source: on.kind, grade: 'A', on: today }
    : { state: 'known', value, source: on.kind, grade: 'A', on: today });
  const facts: Facts = { [on.number]: fact(licence.number) };
  if (on.until !== undefined) facts[on.until] = fact(licence.until);
  for (const [id, value] of Object.entries(licence.attributes)) {
    const address = `${on.kind}.${id}`;
    if (item.names.byAddress.has(address)) facts[address] = fact(value);
  }
  return facts;
}

/**
 * The facts with those of the held licence: what it says is not stated by anybody. `fresh`: at the
 * beginning of a draft, where the only licence of the kind is taken to be meant.
 */
export async function withHeld(
  db: Db | Trx, { item, subject, today }: Whose, facts: Facts, fresh = false,
): Promise<Facts> {
  const on = onOf(item);
  if (!on || (!fresh && facts[on.number] === undefined)) return facts;
  const licence = meant(await heldOf(db, { subject, kind: on.kind, on: today }), on, facts);
  // What an earlier number brought is not left standing beside another.
  const own = Object.entries(facts).filter(([at, fact]) => !at.startsWith(`${on.kind}.`)
    && !(at === on.until && fact.source === on.kind));
  return { ...Object.fromEntries(own), ...(licence ? factsOf(on, item, licence, today) : {}) };
}

/** Words at the number's field where its licence cannot be acted on; undefined where it can. */
export async function heldFault(
  db: Db | Trx, { item, subject, today }: Whose, facts: Facts,
): Promise<{ at: string; message: { zh: string; en: string } } | undefined> {
  const on = onOf(item);
  const fact = on && facts[on.number];
  if (!on || fact?.state !== 'known') return undefined;
  const found = meant(await heldOf(db, { subject, kind: on.kind, on: today }), on, facts);
  if (found && asked[on.acts].includes(found.state)) return undefined;
  return { at: on.number, message: found ? ended(on, found) : unknown(on) };
}

const done: Record<Acts, { zh: string; en: string }> = {
  change: { zh: '变更', en: 'changed' }, renew: { zh: '延续', en: 'renewed' },
  cancel: { zh: '注销', en: 'struck off' },
};

function unknown(on: On): { zh: string; en: string } {
  return {
    zh: `在您单位（或您本人）名下没有查到这个号码的${on.name}。请到“我的证照”里核对号码；`
      + '别的单位的证要由那个单位自己来办；证在手里却查不到的，请带原件到窗口。',
    en: 'No such licence is held in your name. Check the number under “My licences”; another holder’s licence is '
      + 'for him to bring; where you have it on paper and it is not found, bring it to the counter.',
  };
}

function ended(on: On, found: HeldNow): { zh: string; en: string } {
  const state = licenceStates[found.state];
  const again = on.acts === 'cancel' ? { zh: '', en: '' }
    : { zh: '需要继续经营的，请按新办申请。', en: ' To go on, apply for a new one.' };
  return {
    zh: `这份${on.name}（${found.number}）现在是“${state.zh}”，不能${done[on.acts].zh}。${again.zh}`,
    en: `${found.number} is “${state.en.toLowerCase()}” now and cannot be ${done[on.acts].en}.${again.en}`,
  };
}

/** Addresses of a draft that say what the held licence says: nobody types over them. */
export function heldAddresses(item: OpenItem, facts: Facts): string[] {
  const on = onOf(item);
  if (!on || on.until === undefined || facts[on.until]?.source !== on.kind) return [];
  return [on.until];
}

/**
 * The licence a granted case acts on, with the facts as it says them now; undefined where the case
 * makes a new one. The rest (still in force, still the holder's) is asked by issue and strike-off.
 * @throws Refused 409 where the applicant has no such licence any more
 */
export async function actsOn(
  trx: Trx, whose: Whose, facts: Facts,
): Promise<{ acts: Acts; licence: HeldNow; facts: Facts } | undefined> {
  const on = onOf(whose.item);
  if (!on) return undefined;
  const licence = meant(await heldOf(trx, { subject: whose.subject, kind: on.kind, on: whose.today }), on, facts);
  if (!licence) {
    throw new Refused('no-predecessor', 409, {
      zh: `持证人名下已经查不到原来的${on.name}，不能${done[on.acts].zh}。请退回核对原证编号，或作不予决定并写明理由。`,
      en: 'The holder’s licence is no longer found. Go back and check its number, or refuse with this reason.',
    });
  }
  return { acts: on.acts, licence, facts: { ...facts, ...factsOf(on, whose.item, licence, whose.today) } };
}
