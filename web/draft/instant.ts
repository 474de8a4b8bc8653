/**
 * What follows from the letters just typed, worked out in the page with the item's own rules: which
 * sections and fields are shown, which review points are met. The server says the same within two
 * seconds and has the last word; without the network the page goes on alone.
 *
 * Only what the letters change is taken from here: wherever the page's rules come to the same with
 * and without them, what the server said stands.
 */
import type { PageField, PagePoint, PageRule, PageRules } from '#graph';
import { evaluate, memberAddress, unpack, type Env, type Rule } from '#rules/runtime';
import type { Draft, FormField, FormSection, Json, Missing, ReviewFinding } from '../contract.ts';

/** Values typed here and not with the server yet, by address; undefined: nothing, or no value yet. */
export type Typing = ReadonlyMap<string, Json | undefined>;

/** The draft as the letters make it. */
export type Instant = (draft: Draft, typing: Typing) => Draft;

type Read = (address: string) => Json | undefined;

/** Rules with a calendar stay with the server; one that is asked for here after all is a fault. */
const noCalendar: Env['calendar'] = {
  workdays: () => {
    throw new Error('a rule of the page asks the calendar');
  },
  addWorkdays: () => {
    throw new Error('a rule of the page asks the calendar');
  },
};

type Verdict = Json | undefined;
type Verdicts = (rule: PageRule | undefined) => Verdict;

/** The verdict of any rule over some facts, each worked out once; unknown for what only the server runs. */
function verdictsOf(page: PageRules, rules: Rule[], facts: Read): Verdicts {
  const asks = new Map(page.asks.map((ask) => [ask.address, ask.when]));
  const known = new Map<PageRule, Verdict>();
  const verdict: Verdicts = (at) => {
    if (at === undefined) return true;
    if (known.has(at)) return known.get(at);
    const rule = rules[at];
    const found =
      rule === undefined
        ? undefined
        : evaluate(rule, read, { today: page.today, calendar: noCalendar }).value;
    known.set(at, found);
    return found;
  };
  const read: Read = (address) => {
    if (address.startsWith('parameter.')) return page.parameters[address];
    const value = facts(address);
    const when = asks.get(address);
    // An answer given to the ask itself falls away with the ask; a fact known otherwise stays.
    if (when === undefined || (value !== undefined && !address.startsWith('ask.'))) return value;
    const applies = verdict(when);
    return applies === true ? value : applies === undefined ? undefined : null;
  };
  return verdict;
}

/** What a verdict says of a part of the form. */
type Shown = 'yes' | 'unknown' | 'no';
const shownBy = (verdict: Verdict): Shown =>
  verdict === true ? 'yes' : verdict === undefined ? 'unknown' : 'no';

type Two = { before: Verdicts; after: Verdicts };

/** What the server said, unless the letters change it. */
function chosen(rule: PageRule | undefined, said: Shown, { before, after }: Two): Shown {
  const [was, is] = [shownBy(before(rule)), shownBy(after(rule))];
  return rule === undefined || rule < 0 || was === is ? said : is;
}

const MOST_MEMBERS = 500;

function countOf(value: Json | undefined): number | null {
  return typeof value === 'string' && /^\d{1,5}$/.test(value)
    ? Math.min(Number(value), MOST_MEMBERS)
    : null;
}

/** One box a field is filled in at, or one for each member. */
function spread(field: PageField, shown: 'yes' | 'unknown', read: Read): FormField[] {
  const base = { definition: field.definition, required: field.required, shown };
  const count = field.many === undefined ? null : countOf(read(field.many.address));
  if (field.many === undefined || count === null) return [{ address: field.address, ...base }];
  const { address } = field.many;
  const name = field.address.slice(field.address.lastIndexOf('.') + 1);
  return Array.from({ length: count }, (_, index) => ({
    address: `${memberAddress(address, index)}.${name}`,
    ...base,
    index,
  }));
}

const template = (address: string): string => address.replace(/\[\d+\]/, '[]');

/** What the server said of a section; one it left out although its rule holds had no fields to show. */
function saidOf(old: FormSection | undefined, when: PageRule | undefined, { before }: Two): Shown {
  if (old !== undefined) return old.shown;
  return before(when) === true ? 'yes' : 'no';
}

/** What the server said of a field; where it could not tell the field from its section, the rules say. */
function saidOfField(old: FormSection | undefined, field: PageField, { after }: Two): Shown {
  if (old === undefined || hadNoMembers(old, field)) return shownBy(after(field.when));
  const before = old.fields.find((one) => template(one.address) === field.address);
  if (before === undefined) return 'no';
  return old.shown === 'unknown' ? shownBy(after(field.when)) : before.shown;
}

function formWith(draft: Draft, page: PageRules, two: Two, read: Read): FormSection[] {
  return page.sections.flatMap((section): FormSection[] => {
    const old = draft.form.find((one) => one.section === section.section);
    const whole = chosen(section.when, saidOf(old, section.when, two), two);
    if (whole === 'no') return [];
    const many = new Map<string, FormSection['many'][number]>();
    const fields = section.fields.flatMap((field) => {
      const own = chosen(field.when, saidOfField(old, field, two), two);
      if (own === 'no') return [];
      const { many: party } = field;
      if (party !== undefined)
        many.set(party.address, { ...party, count: countOf(read(party.address)) });
      return spread(field, whole === 'unknown' ? 'unknown' : own, read);
    });
    if (fields.length === 0 && many.size === 0) return [];
    return [
      {
        section: section.section,
        name: section.name,
        shown: whole,
        fields,
        many: [...many.values()],
      },
    ];
  });
}

/** Of a party without members the server sends no fields, whether they are shown or not. */
function hadNoMembers(old: FormSection, field: PageField): boolean {
  return old.many.some((many) => many.address === field.many?.address && many.count === 0);
}

const words = { true: 'pass', false: 'fail', null: 'none', undefined: 'waits' } as const;

function verdictOf(point: PagePoint, verdicts: Verdicts): ReviewFinding['verdict'] | 'not asked' {
  const applies = verdicts(point.when);
  if (applies !== true && applies !== undefined) return 'not asked';
  const holds = applies === true ? verdicts(point.holds) : undefined;
  return words[String(holds) as keyof typeof words] ?? 'none';
}

function findingsWith(draft: Draft, page: PageRules, two: Two): ReviewFinding[] {
  return page.points.flatMap((point): ReviewFinding[] => {
    const said = draft.findings.filter((one) => one.point === point.finding.point);
    if (point.holds < 0 || (point.when ?? 0) < 0) return said;
    const is = verdictOf(point, two.after);
    if (is === verdictOf(point, two.before)) return said;
    return is === 'not asked' ? [] : [{ ...point.finding, verdict: is, values: [], waits: [] }];
  });
}

/** What still lacks: nothing at a place that is no longer there, and the points that fail now. */
function missingWith(draft: Draft, form: FormSection[], findings: ReviewFinding[]): Missing[] {
  const places = new Set(
    form.flatMap((one) => [
      ...one.fields.map((field) => field.address),
      ...one.many.map((many) => many.address),
    ]),
  );
  const failing = findings.filter((one) => one.verdict === 'fail' && one.level === 'block');
  const kept = draft.missing.filter((one) => {
    if (one.kind === 'field' || one.kind === 'members') return places.has(one.on);
    return one.kind !== 'review' || failing.some((point) => point.point === one.point);
  });
  const told = new Set(kept.map((one) => one.point));
  const more = failing
    .filter((one) => !told.has(one.point))
    .map((one): Missing => ({
      kind: 'review',
      on: one.on,
      name: one.name,
      words: one.fix,
      point: one.point,
    }));
  return [...kept, ...more];
}

/** Makes an item's rules ready for its page. Throws where they are no rules of this version. */
export async function instantOf(page: PageRules): Promise<Instant> {
  const more = page.patterns ? (await import('#rules/patterns')).patterns : undefined;
  const rules = page.rules.map((packed) => unpack(packed, more));
  return (draft, typing) => {
    if (typing.size === 0 || draft.itemVersion !== page.itemVersion) return draft;
    const saved: Read = (address) => {
      const fact = Object.hasOwn(draft.facts, address) ? draft.facts[address] : undefined;
      return fact === undefined ? undefined : fact.state === 'none' ? null : fact.value;
    };
    const now: Read = (address) => (typing.has(address) ? typing.get(address) : saved(address));
    const two = { before: verdictsOf(page, rules, saved), after: verdictsOf(page, rules, now) };
    const form = formWith(draft, page, two, now);
    const findings = findingsWith(draft, page, two);
    return { ...draft, form, findings, missing: missingWith(draft, form, findings) };
  };
}
