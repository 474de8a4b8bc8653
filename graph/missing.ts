/**
 * Everything that still stands between a draft and its submission, told once and complete (一次性告知).
 */
import type { Env } from '#rules';
import type { Facts } from './facts.ts';
import { countAt, sectionsIn, settle } from './form.ts';
import type { FormField } from './form.ts';
import { guide } from './guide.ts';
import { targetAt } from './names.ts';
import type { OpenItem } from './open.ts';
import { review } from './review.ts';
import type { Text } from './schema.ts';
import { stateOf } from './state.ts';
import type { State } from './state.ts';
import { canonical } from './values.ts';
import { inEnglish } from './words-en.ts';

export type Missing = {
  kind: 'ask' | 'field' | 'members' | 'material' | 'review' | 'consent';
  /** Address or material id. */
  on: string;
  name: Text;
  /** What to do about it. */
  words: Text;
  /** Section of the form it stands in. */
  section?: string;
  /** Review point that is not met. */
  point?: string;
};

/**
 * What was handed in: copies by material id; a held licence that was taken counts as its material.
 */
export type HandedIn = { documents: Record<string, number> };

const en = (t: Text): string => t.en ?? t.zh;

/** Types of which one picks an answer instead of writing it. */
const picked: readonly string[] = ['choice', 'choices', 'boolean'];

/** 请填写负责人的“姓名”: whose it is, but for the applicant's own; what is picked is 请选择. */
function fieldWords(field: FormField, applicant: string | undefined): Text {
  const { definition: d, index } = field;
  const dot = d.written.indexOf('.');
  const holder = dot > 0 ? d.written.slice(0, dot) : '';
  const { zh } = d.name;
  const pick = picked.includes(d.type);
  const verb = { zh: pick ? '请选择' : '请填写', en: pick ? 'Please choose' : 'Please fill in' };
  if (index !== undefined) {
    return {
      zh: `${verb.zh}第 ${index + 1} 位${holder}的“${zh}”`,
      en: `${verb.en} “${en(d.name)}” of no. ${index + 1}`,
    };
  }
  const whose = holder === '' || holder === applicant ? '' : `${holder}的`;
  return { zh: `${verb.zh}${whose}“${zh}”`, en: `${verb.en} “${en(d.name)}”` };
}

function missingFields(state: State, facts: Facts): Missing[] {
  const found: Missing[] = [];
  const applicant = state.open.parties.find(
    (p) => p.role === 'applicant' && p.kind === 'person',
  )?.written;
  for (const section of sectionsIn(state)) {
    for (const m of section.many) {
      if (countAt(state, m.address)) continue;
      found.push({
        kind: 'members',
        on: m.address,
        name: { zh: m.written },
        section: section.section,
        words: { zh: `请至少添加一位${m.written}`, en: 'Please add at least one' },
      });
    }
    for (const field of section.fields) {
      const { address, definition: d, required } = field;
      if (address.includes('[]') || field.shown !== 'yes') continue;
      const at = { kind: 'field' as const, on: address, name: d.name, section: section.section };
      const fact = Object.hasOwn(facts, address) ? facts[address] : undefined;
      if (fact?.state === 'known') {
        const kind = targetAt(state.open.names, address)?.field;
        const checked = kind && canonical(kind, fact.value);
        if (checked && 'problem' in checked) {
          const { problem } = checked;
          found.push({ ...at, words: { zh: problem, en: inEnglish(problem, kind) } });
        }
      } else if (required) found.push({ ...at, words: fieldWords(field, applicant) });
    }
  }
  return found;
}

type Seen = { open: OpenItem; facts: Facts; env: Env };

function missingAsks({ open, facts, env }: Seen): Missing[] {
  return guide(open, facts, env)
    .asks.filter((a) => a.state === 'next' || a.state === 'open')
    .map((a) => ({
      kind: 'ask',
      on: a.address,
      name: a.ask,
      words: { zh: `请回答“${a.ask.zh}”`, en: `Please answer “${en(a.ask)}”` },
    }));
}

function missingMaterials({ open, facts, env }: Seen, handedIn: HandedIn): Missing[] {
  const found: Missing[] = [];
  for (const m of guide(open, facts, env).materials) {
    if (m.needed !== 'yes' || m.necessity !== 'required' || m.how === 'made') continue;
    const given = Object.hasOwn(handedIn.documents, m.id) ? (handedIn.documents[m.id] ?? 0) : 0;
    const want = m.count ?? 1;
    if (given >= want) continue;
    const short = want - given;
    const words: Text =
      want === 1
        ? { zh: `请上传“${m.name.zh}”`, en: `Please upload “${en(m.name)}”` }
        : {
            zh: `“${m.name.zh}”要 ${want} 份，还差 ${short} 份，请补上传`,
            en: `“${en(m.name)}”: ${want} needed, ${short} still missing`,
          };
    found.push({ kind: 'material', on: m.id, name: m.name, words });
  }
  return found;
}

function failedPoints({ open, facts, env }: Seen): Missing[] {
  return review(open, facts, env)
    .filter((f) => f.verdict === 'fail' && f.level === 'block')
    .map((f) => ({ kind: 'review', on: f.on, name: f.name, words: f.fix, point: f.point }));
}

/**
 * All that blocks submission: asks that still matter, required fields, values that are not right,
 * materials, review points of level `block` that fail. Empty means it may be submitted. Optional
 * fields left empty are taken as none.
 */
export function missing(
  open: OpenItem,
  facts: Facts,
  given: { env: Env; handedIn: HandedIn },
): Missing[] {
  const { env, handedIn } = given;
  const settled = settle(open, facts, env);
  const seen: Seen = { open, facts: settled, env };
  const asks = missingAsks(seen);
  const fields = missingFields(stateOf(open, settled, env), settled);
  const asked = new Set(fields.map((f) => f.on));
  return [
    ...asks.filter((a) => !asked.has(a.on)),
    ...fields,
    ...missingMaterials(seen, handedIn),
    ...failedPoints(seen),
  ];
}
