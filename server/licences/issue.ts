/** Issues a licence, in the transaction of the decision or of the act that issues. */
import crypto from 'node:crypto';
import { announce, Refused, type Trx } from '#base';
import { licenceIdentifier, readLicenceIdentifier, type LicenceKind } from '#graph';
import type { Json } from '#rules';
import { makeCode } from './code.ts';
import { changes } from './states.ts';
import {
  addLicence, findLicence, nextSerial, setState, type Attribute, type Licence, type Text,
} from './store.ts';

export type Issue = {
  /** The node of the catalogue, as the case's item version has it. */
  kind: LicenceKind;
  holder: {
    subject: string; name: string; kind: 'person' | 'organisation'; creditCode?: string;
  };
  /** The unit that handled it: its officers and those of units above may see and change it. */
  unit: string;
  /** The body that issues, as printed; its credit code is part of the identifier. */
  issuer: { id: string; name: Text; creditCode: string };
  item?: { id: string; name: Text; version: string };
  case?: { id: string; number: string };
  /** Attribute id → canonical value, null for none (`attributesOf` of the graph). */
  attributes: Record<string, Json>;
  /** YYYY-MM-DD. */
  issuedOn: string;
  /** First valid day; the day of issue when absent. */
  from?: string;
  /** Last valid day; null without end. */
  until: string | null;
  at: Date;
  by?: { account: string; name: string; role: string; unit?: Text };
  /** The licence that this one renews or changes: number and serial stay, the version grows. */
  predecessor?: string;
};

/**
 * Gives the stored licence. Its PDF is made by a job, `file` is null until then. Announces
 * `licence.issued { licence, holder, kind, case }`.
 * @throws Refused 409 when the predecessor is not there or has ended; RangeError for a credit code
 *   or type code out of form (a fault of the catalogue)
 */
export async function issue(trx: Trx, what: Issue): Promise<Licence> {
  const before = what.predecessor ? await lockPredecessor(trx, what, what.predecessor) : undefined;
  const { serial, ...numbers } = before ? again(before) : await fresh(trx, what);
  const licence: Licence = {
    id: crypto.randomUUID(), kind: what.kind.id, kindName: what.kind.name, class: what.kind.kind,
    ...numbers,
    identifier: licenceIdentifier({
      type: what.kind['type code'], issuer: what.issuer.creditCode, serial,
      version: String(numbers.version).padStart(3, '0'),
    }),
    code: makeCode('licence'),
    holder: what.holder.subject, holderName: what.holder.name, holderKind: what.holder.kind,
    holderCode: what.holder.creditCode ?? null,
    unit: what.unit, issuer: what.issuer,
    item: what.item?.id ?? null, itemName: what.item?.name ?? null,
    itemVersion: what.item?.version ?? null,
    caseId: what.case?.id ?? null, caseNumber: what.case?.number ?? null,
    attributes: attributesOf(what.kind, { ...(before && said(before)), ...what.attributes }),
    issuedOn: what.issuedOn, from: what.from ?? what.issuedOn, until: what.until,
    state: 'valid', stateSince: what.issuedOn, public: what.kind.public,
    predecessor: before?.id ?? null, successor: null, file: null, fileDigest: null, at: what.at,
  };
  const by = {
    account: what.by?.account ?? null, name: what.by?.name ?? null, role: what.by?.role ?? 'system',
    unit: what.by?.unit ?? null,
  };
  const event = { by, on: what.issuedOn, at: what.at, reason: null };
  await addLicence(trx, licence, {
    ...event, action: 'issue', fromState: null, toState: 'valid',
  });
  if (before) {
    await setState(trx, before.id, {
      ...event, action: 'replace', fromState: before.state, toState: 'replaced',
      successor: licence.id,
    });
  }
  await announce(trx, {
    topic: 'licence.issued',
    payload: {
      licence: licence.id, holder: licence.holder, kind: licence.kind, case: licence.caseId,
    },
  });
  return licence;
}

type Numbers = { number: string; version: number; serial: string };

async function fresh(trx: Trx, what: Issue): Promise<Numbers> {
  const pattern = what.kind.number;
  const year = what.issuedOn.slice(0, 4);
  const yearly = pattern.includes('{year}');
  const last = await nextSerial(trx, what.kind.id, yearly ? year : '');
  const counted = String(last).padStart(6, '0');
  const number = pattern.replaceAll('{year}', year).replaceAll('{serial}', counted);
  return { number, version: 1, serial: yearly ? `${year}${counted}` : counted };
}

/** What the one before says: attributes that the newer one is not given stay as they were. */
function said(before: Licence): Record<string, Json> {
  return Object.fromEntries(before.attributes.map(({ id, value }) => [id, value]));
}

/** The number and serial of the one before, one version on. */
function again(before: Licence): Numbers {
  const parts = readLicenceIdentifier(before.identifier);
  if ('problem' in parts) throw new Error(`licence ${before.id}: ${parts.problem}`);
  return { number: before.number, version: before.version + 1, serial: parts.serial };
}

async function lockPredecessor(trx: Trx, what: Issue, id: string): Promise<Licence> {
  const before = await findLicence(trx, id, { lock: true });
  const same = before?.kind === what.kind.id && before.holder === what.holder.subject;
  if (!before || !same || !changes.replace.from.includes(before.state)) {
    throw new Refused('no-predecessor', 409, {
      zh: '原来的证照已经失效，或不属于同一个持证人，不能换发。请核对原证编号；需要的话按新办申请。',
      en: 'The licence has ended or is another holder’s: no newer one can follow it. '
        + 'Check its number, or apply for a new one.',
    });
  }
  return before;
}

/** The kind's attributes in its order, with the label where the value is a choice. */
function attributesOf(kind: LicenceKind, values: Record<string, Json>): Attribute[] {
  return kind.attributes.flatMap(({ id, name, type, options }) => {
    const value = values[id];
    if (value === undefined) return [];
    const shown = options && labelOf(options, value);
    return [{ id, name, type, value, ...(shown ? { shown } : {}) }];
  });
}

/** The label of a choice; of several, one after the other as the catalogue has them. */
function labelOf(options: NonNullable<LicenceKind['attributes'][number]['options']>, value: Json): Text | undefined {
  const codes = Array.isArray(value) ? value : [value];
  const labels = codes.map((code) => (typeof code === 'string' ? options[code] : undefined));
  const all = labels.filter((label) => label !== undefined).sort((a, b) => a.order - b.order);
  if (all.length === 0 || all.length < labels.length) return undefined;
  const en = all.every((label) => label.en) ? all.map((label) => label.en).join('; ') : undefined;
  return { zh: all.map((label) => label.zh).join('；'), ...(en ? { en } : {}) };
}
