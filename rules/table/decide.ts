/** The hit policies of tables (DMN 1.5, §8.2.10 and §8.2.11), written out in the language. */
import type { Place, Syntax } from '../language/syntax.ts';
import type { Problem } from '../language/problem.ts';
import type { Row, Sheet } from './cells.ts';
import { problem } from '../language/problem.ts';
import { numberOf, orderNumbers } from '../values/number.ts';
import { disjoint } from './extent.ts';
import { always, at, called, fixed, joined, keyOf, mentions, none, when, yes } from './words.ts';

type Decided = { syntax: Syntax } | Problem;

/** A rule with its output in one piece. */
type Hit = { row: Row; test: Syntax; gives: Syntax };

/** Members of one record, those first that write the name of another: an entry hides names. */
function ordered(entries: { key: string; of: Syntax }[]): { key: string; of: Syntax }[] | null {
  const left = [...entries];
  const done: typeof entries = [];
  while (left.length > 0) {
    const next = left.findIndex((one) =>
      left.every((other) => other === one || !mentions(other.of, one.key)),
    );
    const [taken] = next < 0 ? [] : left.splice(next, 1);
    if (taken === undefined) return null;
    done.push(taken);
  }
  return done;
}

/** Outputs of a rule as one value: itself, or a record by the names of the outputs. */
function together(sheet: Sheet, outs: Syntax[], place: Place): Decided {
  const [first] = outs;
  if (first !== undefined && outs.length === 1) return { syntax: first };
  const entries = ordered(outs.map((of, n) => ({ key: sheet.table.outputs[n]?.name ?? '', of })));
  if (entries !== null) return { syntax: { kind: 'context', entries, ...at(place) } };
  return problem(
    'unsupported',
    '输出的名字和结果里写到的字段重名，请给输出换个名字',
    place.from,
    place.to,
  );
}

/** The first that holds. */
function chain(hits: Hit[], otherwise: Syntax): Syntax {
  const end = hits.findIndex(({ test }) => always(test));
  const last = end < 0 ? undefined : hits[end];
  const before = end < 0 ? hits : hits.slice(0, end);
  return before.reduceRight<Syntax>(
    (rest, { test, gives }) => when(test, gives, rest),
    last?.gives ?? otherwise,
  );
}

/** Two rules that cannot hold together. */
function exclusive(a: Hit, b: Hit): boolean {
  return a.row.columns.some((tests, n) => {
    const other = b.row.columns[n];
    return other !== undefined && disjoint(tests, other);
  });
}

/** Two rules hold that must not: for ANY, when they give different values. */
function conflicts(hits: Hit[], any: boolean): Syntax[] {
  return hits.flatMap((hit, n) => {
    const others = hits.slice(0, n).flatMap((before): Syntax[] => {
      if (any && keyOf(before.gives) === keyOf(hit.gives)) return [];
      if (exclusive(before, hit)) return [];
      if (!any || (fixed(before.gives) && fixed(hit.gives))) return [before.test];
      const same: Syntax = {
        kind: 'compare',
        op: '=',
        left: before.gives,
        right: hit.gives,
        ...at(hit.gives),
      };
      return [
        joined('and', [before.test, when(same, yes(hit.row, false), yes(hit.row, true))], hit.row),
      ];
    });
    return others.length === 0
      ? []
      : [joined('and', [hit.test, joined('or', others, hit.row)], hit.row)];
  });
}

function single(hits: Hit[], otherwise: Syntax, any: boolean): Syntax {
  const found = conflicts(hits, any);
  const one = chain(hits, otherwise);
  return found.length === 0 ? one : when(joined('or', found, one), none(one), one);
}

/** A rule under the priority its output has; `test` asks for the output too where it is worked out. */
type Ranked = { hit: Hit; rank: number[] };

/** Ways the outputs of one rule can rank, at most. */
const MOST_RANKS = 200;

function ranksOf(sheet: Sheet, hit: Hit): Ranked[] | null {
  let ways: { rank: number[]; tests: Syntax[] }[] = [{ rank: [], tests: [] }];
  sheet.values.forEach((values, n) => {
    const out = hit.row.outs[n];
    if (values === null || out === undefined) return;
    if (fixed(out)) {
      const place = values.findIndex((value) => keyOf(value) === keyOf(out));
      ways = ways.map(({ rank, tests }) => ({
        rank: [...rank, place < 0 ? values.length : place],
        tests,
      }));
      return;
    }
    ways = ways.flatMap(({ rank, tests }) => [
      ...values.map((value, place) => ({
        rank: [...rank, place],
        tests: [...tests, { kind: 'in', of: out, tests: [value], ...at(out) } as Syntax],
      })),
      { rank: [...rank, values.length], tests },
    ]);
  });
  if (ways.length > MOST_RANKS) return null;
  return ways.map(({ rank, tests }) => ({
    rank,
    hit: { ...hit, test: joined('and', always(hit.test) ? tests : [hit.test, ...tests], hit.row) },
  }));
}

function orderRanks(a: number[], b: number[]): number {
  const n = a.findIndex((one, at) => one !== b[at]);
  return n < 0 ? 0 : (a[n] ?? 0) - (b[n] ?? 0);
}

/** The rules by the priority of their outputs, rules of one priority in their own order. */
function byPriority(sheet: Sheet, hits: Hit[], once: boolean): Hit[] | Problem {
  const all: Ranked[] = [];
  for (const hit of hits) {
    const ranks = ranksOf(sheet, hit);
    if (ranks === null || (!once && ranks.length > 1)) {
      const message = '按优先级排的结果要直接写成值，请不要写算式';
      const [place] = hit.row.outs;
      return problem('unsupported', message, place?.from ?? 0, place?.to ?? 0);
    }
    all.push(...ranks);
  }
  return all.sort((a, b) => orderRanks(a.rank, b.rank)).map(({ hit }) => hit);
}

/** The outputs of all that hold, in order. */
function listed(hits: Hit[], place: Place): Syntax {
  const parts = hits.map(({ test, gives }): Syntax => {
    const one: Syntax = { kind: 'list', items: [gives], ...at(gives) };
    return always(test) ? one : when(test, one, { kind: 'list', items: [], ...at(gives) });
  });
  if (parts.length === 0) return { kind: 'list', items: [], ...at(place) };
  return called('concatenate', parts, place);
}

/** The sum of what those that hold give. */
function summed(hits: Hit[], give: (hit: Hit) => Syntax, place: Place): Syntax {
  const parts = hits.map((hit): Syntax => {
    const zero: Syntax = { kind: 'number', text: '0', ...at(hit.gives) };
    return always(hit.test) ? give(hit) : when(hit.test, give(hit), zero);
  });
  const [first, ...rest] = parts;
  if (first === undefined) return { kind: 'number', text: '0', ...at(place) };
  return rest.reduce<Syntax>(
    (left, right) => ({ kind: 'arithmetic', op: '+', left, right, ...at(place) }),
    first,
  );
}

function numeral(piece: Syntax): ReturnType<typeof numberOf> {
  if (piece.kind === 'number') return numberOf(piece.text);
  return piece.kind === 'negate' && piece.of.kind === 'number'
    ? numberOf(`-${piece.of.text}`)
    : null;
}

/** The least or the greatest: the first that holds of those in order, where all are numbers. */
function extreme(hits: Hit[], least: boolean, otherwise: Syntax, place: Place): Syntax {
  const numbers = hits.map((hit) => ({ hit, n: numeral(hit.gives) }));
  if (numbers.every(({ n }) => n !== null)) {
    const sign = least ? 1 : -1;
    const sorted = numbers.sort((a, b) => sign * orderNumbers(a.n ?? 0, b.n ?? 0));
    return chain(
      sorted.map(({ hit }) => hit),
      otherwise,
    );
  }
  const all = called(least ? 'min' : 'max', [listed(hits, place)], place);
  return when(
    joined(
      'or',
      hits.map(({ test }) => test),
      place,
    ),
    all,
    otherwise,
  );
}

function collected(sheet: Sheet, hits: Hit[], otherwise: Syntax | null, place: Place): Syntax {
  const agg = sheet.table.hit === 'COLLECT' ? sheet.table.agg : undefined;
  if (agg === 'MIN' || agg === 'MAX')
    return extreme(hits, agg === 'MIN', otherwise ?? none(place), place);
  const holds = joined(
    'or',
    hits.map(({ test }) => test),
    place,
  );
  if (agg === 'SUM')
    return when(
      holds,
      summed(hits, ({ gives }) => gives, place),
      otherwise ?? none(place),
    );
  const one = ({ gives }: Hit): Syntax => ({ kind: 'number', text: '1', ...at(gives) });
  const all = agg === 'COUNT' ? summed(hits, one, place) : listed(hits, place);
  return otherwise === null ? all : when(holds, all, otherwise);
}

function byPolicy(sheet: Sheet, hits: Hit[], otherwise: Syntax | null, place: Place): Decided {
  const { hit } = sheet.table;
  switch (hit) {
    case 'UNIQUE':
    case 'ANY':
      return { syntax: single(hits, otherwise ?? none(place), hit === 'ANY') };
    case 'FIRST':
      return { syntax: chain(hits, otherwise ?? none(place)) };
    case 'PRIORITY': {
      const sorted = byPriority(sheet, hits, true);
      return 'message' in sorted ? sorted : { syntax: chain(sorted, otherwise ?? none(place)) };
    }
    case 'OUTPUT ORDER': {
      const sorted = byPriority(sheet, hits, false);
      return 'message' in sorted ? sorted : { syntax: collected(sheet, sorted, otherwise, place) };
    }
    default:
      return { syntax: collected(sheet, hits, otherwise, place) };
  }
}

/** What no rule holding gives: a default for one output at least, or nothing. */
function otherwiseOf(sheet: Sheet, place: Place): Decided | null {
  if (sheet.defaults.every((one) => one === null)) return null;
  const made = together(
    sheet,
    sheet.defaults.map((one) => one ?? none(place)),
    place,
  );
  const list =
    ['RULE ORDER', 'OUTPUT ORDER'].includes(sheet.table.hit) ||
    (sheet.table.hit === 'COLLECT' && sheet.table.agg === undefined);
  if ('message' in made || !list) return made;
  return { syntax: { kind: 'list', items: [made.syntax], ...at(place) } };
}

/** Writes a table out as one expression. */
export function decide(sheet: Sheet): Decided {
  const { table, text, guard } = sheet;
  const place = { from: 0, to: text.length };
  if (table.agg !== undefined && table.outputs.length > 1) {
    return problem(
      'unsupported',
      '合计、最大、最小、计数只能用于一个输出，请拆成几张表',
      0,
      text.length,
    );
  }
  const hits: Hit[] = [];
  for (const row of sheet.rows) {
    const made = together(sheet, row.outs, row.outs[0] ?? row);
    if ('message' in made) return made;
    hits.push({ row, test: row.when, gives: made.syntax });
  }
  const otherwise = otherwiseOf(sheet, place);
  if (otherwise !== null && 'message' in otherwise) return otherwise;
  const decided = byPolicy(sheet, hits, otherwise?.syntax ?? null, place);
  if ('message' in decided || guard === null) return decided;
  return { syntax: when(guard, decided.syntax, none(place)) };
}
