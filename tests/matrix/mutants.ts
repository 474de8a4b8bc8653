/**
 * Planted mistakes, each with the one named check that must catch it. `find` stands exactly once in
 * the file; where it no longer does, the mutant is told to be stale and has to be brought up to date.
 */
export type Mutant = { name: string; file: string; find: string; replace: string; check: string; test: string };

const cases = 'server/cases/';

export const mutants: Mutant[] = [
  {
    name: 'the counter may say no', file: `${cases}states.ts`,
    find: "to: 'not-accepted',\n    by: ['reviewer', 'decider']", replace: "to: 'not-accepted',\n    by: ['clerk', 'reviewer', 'decider']",
    check: `${cases}states.test.ts`, test: 'counter staff have no way to a negative end, and the words send them another way',
  },
  {
    name: 'a terminal state is left again', file: `${cases}states.ts`,
    find: "{ action: 'review', paths: ['permit', 'allowance'], from: ['accepted', ...reviewed]",
    replace: "{ action: 'review', paths: ['permit', 'allowance'], from: ['accepted', 'withdrawn', ...reviewed]",
    check: `${cases}states.test.ts`, test: 'an ended case only goes on to the file; an archived one nowhere',
  },
  {
    name: 'the fold believes the written state', file: `${cases}fold.ts`,
    find: 'if (next !== act.state) {', replace: 'if (false && next !== act.state) {',
    check: `${cases}fold.test.ts`, test: 'an act whose written state is not the one the table gives is refused',
  },
  {
    name: 'a changed content is not seen by the chain', file: 'server/base/chain.ts',
    find: 'if (link.salt !== null && contentDigest', replace: 'if (link.salt === null && contentDigest',
    check: `${cases}fold.test.ts`, test: 'changed, removed, doubled or swapped rows are found by chain or fold, whatever they are',
  },
  {
    name: 'the check character of an identity number is off', file: 'graph/identifiers.ts',
    find: 'if (identityCheck(number) !== number.charAt(17)) {', replace: 'if (false) {',
    check: 'graph/identifiers.test.ts', test: 'every slip of one digit and every swap of neighbours is found',
  },
  {
    name: 'a period is a day too long', file: 'server/base/clock.ts',
    find: "return { counter: workdays, kind: 'wd' as const, n };", replace: "return { counter: workdays, kind: 'wd' as const, n: n + 1 };",
    check: 'server/base/clock.test.ts', test: 'twenty working days over the National Day holiday, with every day passed over',
  },
  {
    name: 'any picture is small enough', file: 'server/base/upload/problem.ts',
    find: 'if (pixels <= MAX_PIXELS) return undefined;', replace: 'if (pixels <= MAX_PIXELS * 1000) return undefined;',
    check: 'server/base/upload/upload.test.ts', test: '30,000 × 30,000 pixels, told from the header alone',
  },
  {
    name: 'the notice may take six days', file: `${cases}deadlines.ts`,
    find: "noticePeriod: Duration = { n: 5, unit: 'wd' }", replace: "noticePeriod: Duration = { n: 6, unit: 'wd' }",
    check: `${cases}supplement.test.ts`, test: 'five working days without notice accept, from the day of receipt; not a day earlier',
  },
  {
    name: 'officers see every unit', file: `${cases}store.ts`,
    find: 'sql`c.unit_path like ${path}`', replace: 'sql`(true or c.unit_path like ${path})`',
    check: `${cases}counter.test.ts`, test: 'nobody finds what is not of his units',
  },
  {
    name: 'a draft is its writer’s in any name', file: `${cases}store.ts`,
    find: 'if (!acting) return sql`(${own} and t.subject = ${actor.subject || null})`;', replace: 'if (!acting) return own;',
    check: `${cases}agent.test.ts`, test: 'he is out at once, also of drafts he began, and nothing goes into his own name',
  },
  {
    name: 'a mandate covers all items', file: 'server/identity/actor.ts',
    find: "return items === 'all' || items.includes(item);\n}\n\n/** The mandate under", replace: 'return items.length > 0;\n}\n\n/** The mandate under',
    check: `${cases}agent.test.ts`, test: 'an item that the mandate does not name: he can neither file nor see it',
  },
  {
    name: 'a key is forgotten', file: 'server/base/context.ts',
    find: 'if (intent) await keep(trx, intent,', replace: "if (intent?.key === '') await keep(trx, intent,",
    check: `${cases}submit.test.ts`, test: 'at once with one key: one case, and both get the same answer',
  },
  {
    name: 'any page may write', file: 'server/base/serve.ts',
    find: "if (endpoint.method !== 'GET' && actor.id !== '') {", replace: "if (endpoint.method !== 'GET' && actor.id === 'nobody') {",
    check: 'tests/bad-input.test.ts', test: 'from another page (no token, a wrong one, another session’s) nothing is done',
  },
  {
    name: 'officers’ names go out whole', file: `${cases}rows.ts`,
    find: ': maskName(name);', replace: ': (maskName(name), name);',
    check: `${cases}hands.test.ts`, test: 'applicants learn the officer’s role, not his whole name',
  },
  {
    name: 'who reviewed may decide', file: `${cases}act.ts`,
    find: "if (action === 'decide' && (c.reviewer === actor.subject || c.has_reviewed)) {", replace: "if (action === 'decide' && c.reviewer === '') {",
    check: `${cases}hands.test.ts`, test: 'who reviewed does not decide, though he has both roles',
  },
  {
    name: 'only the applicant is a party', file: `${cases}act.ts`,
    find: 'if (isOwn(c, actor) || c.is_party) throw', replace: 'if (isOwn(c, actor)) throw',
    check: `${cases}hands.test.ts`, test: 'an officer who stands among the performers, by his identity number alone',
  },
  {
    name: 'what one has in hand another takes', file: `${cases}act.ts`,
    find: 'if (c.owner !== null && c.owner !== actor.id && !anyHand.includes(action)) {',
    replace: 'if (c.owner === actor.id && c.owner !== actor.id) {',
    check: `${cases}hands.test.ts`, test: 'what one has in hand another cannot take; handed back he can',
  },
  {
    name: 'later something new is asked for', file: `${cases}ask-supplement.ts`,
    find: 'if (late.length === 0) return;', replace: 'if (late.length >= 0) return;',
    check: `${cases}supplement.test.ts`, test: 'later only what was told before',
  },
  {
    name: 'one alone inspects', file: `${cases}procedure.ts`,
    find: 'if (staff.length < wanted.staff) {', replace: 'if (staff.length < 1) {',
    check: `${cases}clock.test.ts`, test: 'stops the clock, tells until when and why, and needs two for an inspection',
  },
  {
    name: 'a page overwrites unseen', file: `${cases}draft-view.ts`,
    find: 'if (cx.request.ifMatch === draft.version) return;', replace: 'if (cx.request.ifMatch !== -1) return;',
    check: `${cases}drafts.test.ts`, test: 'a page that did not see the last change is told, and overwrites nothing',
  },
  {
    name: 'looking leaves no trace', file: `${cases}view.ts`,
    find: 'await cx.db.transaction().execute((trx) => look(trx, {',
    replace: 'if (Date.now() < 0) await cx.db.transaction().execute((trx) => look(trx, {',
    check: `${cases}counter.test.ts`, test: 'every opening by an officer is a row that the holder sees; his own is none',
  },
];

/** Runs unchanged beside them: what is red there is the copy's fault, not a mutant's. */
export const control: Pick<Mutant, 'check' | 'test'>[] = [
  { check: `${cases}hands.test.ts`, test: 'a preview tells what would come, and keeps nothing' },
  { check: 'graph/identifiers.test.ts', test: 'every slip of one digit and every swap of neighbours is found' },
];
