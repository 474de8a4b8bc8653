/** Where things stand in a draft: its steps, what each still lacks, and where to mend it. */
import type { Draft, FieldDef, FormSection, Missing, ReviewFinding } from '../contract.ts';
import { say, t } from '../texts/index.ts';

export const ANSWERS = 'answers';
export const MATERIALS = 'materials';
export const CHECK = 'check';

export type Step = {
  id: string;
  name: string;
  /** How many things still lack or are wrong in it. */
  left: number;
};

/** What is wrong or lacks, with the step and the element to go to. */
export type Place = { step: string; at: string; message: string };

const memory = new WeakMap<Draft, Map<string, FieldDef>>();

/** The definition at every address the form shows now. */
export function definitionsOf(draft: Draft): Map<string, FieldDef> {
  const known = memory.get(draft);
  if (known) return known;
  const map = new Map<string, FieldDef>();
  for (const section of draft.form) {
    for (const field of section.fields) map.set(field.address, field.definition);
  }
  memory.set(draft, map);
  return map;
}

/** Sections that are to be filled in as far as is known. */
export function sectionsOf(draft: Draft): FormSection[] {
  return draft.form.filter((section) => section.shown === 'yes');
}

/** Asks that can still change something and are not answered by a field of the form. */
export function asksOf(draft: Draft): Draft['guide']['asks'] {
  const inForm = definitionsOf(draft);
  return draft.guide.asks.filter((ask) => ask.state !== 'dead' && !inForm.has(ask.address));
}

/** Everything that stands in the way of handing in, each with its place. */
export function problemsOf(draft: Draft): Place[] {
  const typed = Object.entries(draft.typed).map(([at, { problem }]) => ({
    step: stepOfAddress(draft, at),
    at,
    message: named(draft, at, problem),
  }));
  const seen = new Set(typed.map((one) => one.at));
  const lacking = draft.missing.filter((one) => !seen.has(one.on)).map((one) => place(draft, one));
  return [...typed, ...lacking].toSorted((a, b) => standAt(draft, a.at) - standAt(draft, b.at));
}

/** Where an address stands on the pages: sections in order, single fields first, then row by row. */
function standAt(draft: Draft, at: string): number {
  const section = draft.form.findIndex(
    (one) =>
      one.fields.some((field) => field.address === at) || one.many.some((many) => many.address === at),
  );
  if (section < 0) return draft.guide.asks.some((ask) => ask.address === at) ? -1 : Infinity;
  const fields = draft.form[section]?.fields ?? [];
  const place = fields.findIndex((field) => field.address === at);
  return section * 1e6 + ((fields[place]?.index ?? -1) + 1) * 1e3 + place;
}

function place(draft: Draft, lacking: Missing): Place {
  const step =
    lacking.kind === 'ask' ? ANSWERS
    : lacking.kind === 'material' ? MATERIALS
    : lacking.kind === 'consent' ? CHECK
    : (lacking.section ?? stepOfAddress(draft, lacking.on));
  const inForm = lacking.kind === 'ask' ? stepOfAsk(draft, lacking.on) : step;
  return { step: inForm, at: lacking.on, message: say(lacking.words) };
}

/** An ask answered by a field of the form is answered there. */
function stepOfAsk(draft: Draft, on: string): string {
  const address = draft.guide.asks.find((ask) => ask.id === on || ask.address === on)?.address ?? on;
  return definitionsOf(draft).has(address) ? stepOfAddress(draft, address) : ANSWERS;
}

function named(draft: Draft, at: string, problem: string): string {
  const definition = definitionsOf(draft).get(at);
  return definition ? `${memberAt(draft, at)}${say(definition.name)}${t('list.colon')}${problem}` : problem;
}

/** 第 2 位演员： for an address in a row of many, else nothing. */
function memberAt(draft: Draft, at: string): string {
  const [, party, index] = /^(.+)\[(\d+)\]/.exec(at) ?? [];
  const many = draft.form.flatMap((section) => section.many).find((one) => one.address === party);
  return many ? `${t('apply.member', { n: Number(index) + 1, party: say(many.name) })}${t('list.colon')}` : '';
}

/** The step in which an address (or a material) is filled in. */
export function stepOfAddress(draft: Draft, on: string): string {
  if (draft.consents.some((one) => on === `consent.${one.party}`)) return CHECK;
  const plain = on.replace(/\[\d*\]/, '[]');
  const section = draft.form.find(
    (one) =>
      one.many.some((many) => many.address === on) ||
      one.fields.some((field) => field.address.replace(/\[\d*\]/, '[]') === plain),
  );
  if (section) return section.section;
  return draft.guide.materials.some((one) => one.id === on) ? MATERIALS : ANSWERS;
}

/** The way through a draft: questions, sections, materials, looking it over. */
export function stepsOf(draft: Draft): Step[] {
  const problems = problemsOf(draft);
  const left = (id: string) => problems.filter((one) => one.step === id).length;
  const steps: Step[] = [];
  if (asksOf(draft).length > 0 || left(ANSWERS) > 0) {
    steps.push({ id: ANSWERS, name: t('apply.section.answers'), left: left(ANSWERS) });
  }
  for (const section of sectionsOf(draft)) {
    steps.push({ id: section.section, name: say(section.name), left: left(section.section) });
  }
  if (draft.guide.materials.some((one) => one.needed === 'yes')) {
    steps.push({ id: MATERIALS, name: t('apply.section.materials'), left: left(MATERIALS) });
  }
  steps.push({ id: CHECK, name: t('apply.section.check'), left: problems.length });
  return steps;
}

/** Review points that are not met and are shown at this address or material. */
export function findingsAt(draft: Draft, on: string): ReviewFinding[] {
  const plain = on.replace(/\[\d+\]/, '[]');
  return draft.findings.filter(
    (one) => one.verdict === 'fail' && (one.on === on || one.on === plain),
  );
}
