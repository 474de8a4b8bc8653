/** Facts a person states, from the wire: known addresses only, each value in its one spelling. */
import {
  canonical,
  type Fact,
  type Facts,
  type FieldKind,
  type Grade,
  type OpenItem,
} from '#graph';
import type { Json } from '#rules';
import { Refused, type Complaint } from '#base';

/** More than this no form has (64 KB of text, 200 facts). */
export const factLimits = { facts: 200, bytes: 65_536 } as const;

/** A party that is many has at most this many members. */
const members = 500;

export type Stated = {
  today: string;
  source?: string;
  grade?: Grade;
  /** Whether attributes of held licences may be stated (in the guide, where nothing is kept). */
  attributes?: boolean;
};

const kinds = new WeakMap<OpenItem, Map<string, FieldKind>>();

const count: FieldKind = {
  type: 'number',
  name: { zh: '人数', en: 'Number' },
  scale: 0,
  min: '0',
  max: String(members),
};

/** What may be stated at which address template (`performer[].name`). */
function kindsOf(open: OpenItem): Map<string, FieldKind> {
  const before = kinds.get(open);
  if (before) return before;
  const made = new Map<string, FieldKind>();
  for (const [address, target] of open.names.byAddress) {
    if (target.kind === 'group') {
      if (target.many) made.set(address, count);
    } else if (target.kind !== 'parameter' && target.field) made.set(address, target.field);
  }
  for (const ask of open.asks) {
    if (made.has(ask.address)) continue;
    const options = Object.fromEntries(
      ask.options.map(({ value, label }, order) => [String(value), { ...label, order }]),
    );
    made.set(ask.address, {
      type: ask.type,
      name: ask.def.ask,
      ...(ask.type === 'choice' ? { options } : {}),
    });
  }
  kinds.set(open, made);
  return made;
}

function template(address: string): string {
  return address.replace(/\[(\d{1,3})\]/, (all, n: string) => (Number(n) < members ? '[]' : all));
}

/** What may be stated at an address; undefined where the item knows no such fact. */
export function kindAt(open: OpenItem, address: string, attributes = false): FieldKind | undefined {
  // A template is no address of a fact.
  if (address.includes('[]')) return undefined;
  const key = address.includes('[') ? template(address) : address;
  const kind = kindsOf(open).get(key);
  if (!kind || attributes || open.names.byAddress.get(key)?.kind !== 'attribute') return kind;
  return undefined;
}

/**
 * Facts as the item keeps them, and everything wrong with what was sent, by address. A null says
 * that there is no value (none); what is absent stays unknown.
 */
export function readFacts(
  open: OpenItem,
  given: Record<string, Json | null>,
  how: Stated,
): { facts: Facts; complaints: Complaint[] } {
  const facts: Facts = {};
  const complaints: Complaint[] = [];
  const { source = 'applicant', grade = 'D', today: on } = how;
  for (const [at, value] of Object.entries(given)) {
    const kind = kindAt(open, at, how.attributes);
    if (!kind) {
      const message = `“${open.item.name.zh}”里没有“${at.slice(0, 80)}”这一项，请核对名称。`;
      complaints.push({ at: at.slice(0, 200), message });
      continue;
    }
    if (value === null) {
      facts[at] = { state: 'none', source, grade, on };
      continue;
    }
    const found = canonical(kind, value);
    if ('problem' in found) complaints.push({ at, message: found.problem });
    else facts[at] = { state: 'known', value: found.value, source, grade, on } satisfies Fact;
  }
  return { facts, complaints };
}

/** The same, refused (400) with every place where something is wrong or where there is too much. */
export function mustReadFacts(
  open: OpenItem,
  given: Record<string, Json | null>,
  how: Stated,
): Facts {
  const n = Object.keys(given).length;
  if (n > factLimits.facts || Buffer.byteLength(JSON.stringify(given)) > factLimits.bytes) {
    const most = `最多 ${factLimits.facts} 项、64 KB`;
    throw new Refused(
      'too-many-facts',
      400,
      `一次提供的情况太多了（${most}）。请只留有关的几项再试。`,
    );
  }
  const { facts, complaints } = readFacts(open, given, how);
  if (complaints.length === 0) return facts;
  throw new Refused(
    'bad-input',
    400,
    `有 ${complaints.length} 处不对：${complaints[0]?.message ?? ''}请按提示改好再试。`,
    { fields: complaints.slice(0, 100) },
  );
}
