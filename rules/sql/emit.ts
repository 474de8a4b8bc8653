/** From the typed tree to terms: one row a kind of node; what has no row is refused. */
import type { Node, Test } from '../check/tree.ts';
import type { Value } from '../values/values.ts';
import type { Emit } from './emitting.ts';
import type { Part, Pool, Term } from './terms.ts';
import { against, compared, equalTo, within } from './compare.ts';
import { columnTerm } from './columns.ts';
import { datePart, dateTerm, spanPart, spanTerm, temporal } from './dates.ts';
import { sqlCalls } from './calls.ts';
import { casesOf } from './cases.ts';
import { asTruth, chosen, constant, isInstance, joined, known } from './logic.ts';
import { asNumeric, calculate, numberTerm, wholeLiteral } from './numbers.ts';
import { clockPart, dayOfMoment, timely, timeTerm } from './times.ts';
import { Day, Span } from '../values/day.ts';
import { DateTime } from '../values/moment.ts';
import { Time } from '../values/time.ts';
import { isNum } from '../values/number.ts';
import { asDays, asText } from './compare.ts';
import { mismatch, NONE_TERM, once, param, refuse, scalar, strict } from './terms.ts';

type Of<K extends Node['kind']> = Extract<Node, { kind: K }>;

const CANNOT = '数据库里不能算得一模一样，请换一种写法，或不要在全体人员上算这条规则';

/** A part that must be a scalar. */
function term(node: Node, at: Emit): Term {
  return scalar(part(node, at)) ?? refuse(node, `这里是一组值或一个范围，${CANNOT}`);
}

/** Text PostgreSQL can hold: no NUL, no half of a pair. */
export function storable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

function literalTerm(value: Value, node: Node, at: Emit): Part {
  const { pool } = at;
  if (value === null) return NONE_TERM;
  if (typeof value === 'boolean') return constant(value);
  if (isNum(value)) return numberTerm(value, pool);
  if (value instanceof Day) return dateTerm(value, pool);
  if (value instanceof Span) return spanTerm(value, pool);
  if (value instanceof Time || value instanceof DateTime) {
    return timeTerm(value, pool) ?? refuse(node, `写了时区名称的时刻${CANNOT}`);
  }
  if (Array.isArray(value))
    return { kind: 'list', items: value.map((item) => literalTerm(item, node, at)) };
  if (typeof value !== 'string') return refuse(node, `这种值${CANNOT}`);
  if (!storable(value)) return refuse(node, '文字里有数据库存不下的字符，请删去');
  return {
    kind: 'text',
    literal: value,
    none: false,
    value: once(() => param(pool, 'text', value)),
  };
}

function read(node: Of<'read'>, at: Emit): Term {
  const place = at.places.get(node.address);
  if (place === undefined) return refuse(node, '人员表里没有这一项，请先把它加进表里');
  const made = columnTerm(place, at);
  if (made === null) return refuse(node, '这一项不是单个的值，数据库里不能逐行算');
  at.reads.add(place);
  return made;
}

function arithmetic(node: Of<'arithmetic'>, at: Emit): Term {
  const { op } = node;
  const [a, b] = [term(node.left, at), term(node.right, at)];
  if (a.kind === 'none' || b.kind === 'none') return mismatch([a, b]);
  if (a.kind === 'number' && b.kind === 'number') {
    return (
      calculate(op, a, b, at.pool) ?? refuse(node, `乘方的指数要直接写成不大的整数，否则${CANNOT}`)
    );
  }
  if (a.kind === 'text' || b.kind === 'text') {
    if (a.kind !== b.kind || op !== '+') return mismatch([a, b]);
    const value = once(() => `rules.join(${asText(a, at.pool)}, ${asText(b, at.pool)})`);
    return strict([a, b], { kind: 'text', value, total: false });
  }
  if ([a, b].some((one) => one.kind === 'time' || one.kind === 'date-time')) {
    return timely(op, a, b, at.pool);
  }
  return temporal(op, a, b, at.pool) ?? refuse(node, CANNOT);
}

/** Both branches carried alike, so that one column of SQL holds either. */
function alike(yes: Term, no: Term, node: Node, pool: Pool): [Term, Term] {
  if (yes.kind !== no.kind && yes.kind !== 'none' && no.kind !== 'none')
    return refuse(node, `两个分支的类型不同，${CANNOT}`);
  const one = (of: Term): Term => {
    const {
      literal: _literal,
      steps: _steps,
      codes: _codes,
      near: _near,
      fixed: _fixed,
      ...rest
    } = of;
    switch (of.kind) {
      case 'number':
      case 'months':
      case 'seconds':
        return {
          ...rest,
          value: once(() => asNumeric(of, pool)),
          number: { as: 'numeric', size: null },
        };
      case 'text':
        return { ...rest, value: once(() => asText(of, pool)) };
      case 'date':
        return { ...rest, value: once(() => asDays(of, pool)), days: true };
      default:
        return of;
    }
  };
  return [one(yes), one(no)];
}

function choice(node: Of<'if'>, at: Emit): Part {
  const test = asTruth(term(node.test, at));
  const [first, second] = [part(node.yes, at), part(node.no, at)];
  if (test.literal === true) return first;
  if (test.literal === false || (test.kind === 'none' && test.unknown === undefined)) return second;
  const [a, b] = [scalar(first), scalar(second)];
  if (a === null || b === null) return refuse(node, `分支里是一组值，${CANNOT}`);
  const [ofYes, ofNo] = [casesOf(a), casesOf(b)];
  const [left, right] = alike(a, b, node, at.pool);
  const [yes, no] = [
    { ...left, ...(ofYes && { cases: ofYes }) },
    { ...right, ...(ofNo && { cases: ofNo }) },
  ];
  const made = chosen(test, yes, no, (x, y) => equalTo(x, y, at.pool));
  const { kind } = made;
  if (kind === 'number' || kind === 'months' || kind === 'seconds') {
    return {
      ...made,
      value: once(() => `(${made.value()})::numeric`),
      number: { as: 'numeric', size: null },
    };
  }
  return kind === 'date' ? { ...made, days: true } : made;
}

function probe(test: Test, of: Term, node: Node, at: Emit): Term {
  if (test.kind === 'compare') return compared(test.op, of, term(test.to, at), at.pool);
  if (test.kind === 'value') {
    return against(of, part(test.of, at), at.pool) ?? refuse(node, `右边${CANNOT}`);
  }
  const open = { low: test.openLow, high: test.openHigh, pool: at.pool };
  return within(of, term(test.low, at), term(test.high, at), open);
}

/** The tests of an `in`: literals side by side are one comparison with a list. */
function probes(node: Of<'in'>, of: Term, at: Emit): Term[] {
  const plain = (test: Test): boolean =>
    test.kind === 'value' && test.of.kind === 'literal' && typeof test.of.value !== 'object';
  const values = node.tests.filter(plain);
  if (values.length < 2) return node.tests.map((test) => probe(test, of, node, at));
  const items = values.map((test) => part((test as Extract<Test, { kind: 'value' }>).of, at));
  const quick = against(of, { kind: 'list', items }, at.pool);
  // A list takes what cannot be compared for no match, several tests do not.
  if (quick === null || quick.none) return node.tests.map((test) => probe(test, of, node, at));
  return [
    quick,
    ...node.tests.filter((test) => !plain(test)).map((test) => probe(test, of, node, at)),
  ];
}

/** An end of a range that stands as a value: there in every row. */
function end(node: Node, at: Emit): Term {
  const made = term(node, at);
  if (made.none || made.unknown !== undefined)
    return refuse(node, `范围的两头要直接写在规则里，否则${CANNOT}`);
  return made;
}

function interval(node: Of<'interval'>, at: Emit): Part {
  const [low, high] = [end(node.low, at), end(node.high, at)];
  if (low.kind !== high.kind || low.kind === 'boolean') return NONE_TERM;
  return { kind: 'range', low, high, openLow: node.openLow, openHigh: node.openHigh };
}

/** The members a loop runs over: written out. */
function turns(node: Of<'loop'>, bind: Of<'loop'>['binds'][number], at: Emit): Part[] {
  const over = part(bind.over, at);
  if (bind.until !== undefined) {
    const [low, high] = [over, part(bind.until, at)].map((one) =>
      scalar(one) === null ? null : wholeLiteral(one as Term),
    );
    if (low === null || high === null || low === undefined || high === undefined) {
      return refuse(node, `循环的两头要直接写成整数，否则${CANNOT}`);
    }
    const step = low <= high ? 1n : -1n;
    const count = Number((high - low) * step) + 1;
    if (count > at.left) return refuse(node, '循环的圈数太多，数据库里写不下');
    return Array.from({ length: count }, (_, n) =>
      numberTerm(Number(low + step * BigInt(n)), at.pool),
    );
  }
  if (over.kind === 'list') return over.items;
  return refuse(bind.over, `循环只能在直接写出的列表上，否则${CANNOT}`);
}

function bodies(node: Of<'loop'>, binds: Of<'loop'>['binds'], at: Emit): Part[] {
  const [bind, ...rest] = binds;
  if (bind === undefined) return [part(node.body, at)];
  return turns(node, bind, at).flatMap((item) => {
    at.locals.set(bind.slot, item);
    return bodies(node, rest, at);
  });
}

function loop(node: Of<'loop'>, at: Emit): Part {
  if (node.partial !== undefined) return refuse(node, CANNOT);
  const made = bodies(node, node.binds, at);
  if (node.how === 'for') return { kind: 'list', items: made };
  const truths = made.map((one) => scalar(one) ?? NONE_TERM);
  return joined(node.how === 'some' ? 'or' : 'and', truths);
}

function filter(node: Of<'filter'>, at: Emit): Part {
  const of = part(node.of, at);
  const position = scalar(part(node.by, at));
  const whole = position === null ? null : wholeLiteral(position);
  if (of.kind !== 'list' || whole === null) return refuse(node, `方括号里的条件${CANNOT}`);
  const place = whole > 0n ? whole - 1n : BigInt(of.items.length) + whole;
  return (whole === 0n ? undefined : of.items[Number(place)]) ?? NONE_TERM;
}

const isTemporal = new Set<Term['kind']>(['date', 'time', 'date-time', 'months', 'seconds']);

function member(node: Of<'member'>, at: Emit): Part {
  const of = part(node.of, at);
  if (of.kind === 'record') return of.entries.get(node.key) ?? NONE_TERM;
  const one = scalar(of);
  if (one === null) return refuse(node, CANNOT);
  if (one.kind === 'date' && node.name !== 'value')
    return datePart(one, node.name, at.pool) ?? mismatch([one]);
  if ((one.kind === 'months' || one.kind === 'seconds') && node.name !== 'value') {
    return spanPart(one, node.name, at.pool) ?? mismatch([one]);
  }
  if (node.name === 'value' && isTemporal.has(one.kind)) return refuse(node, CANNOT);
  if (one.kind === 'time') return clockPart(one, node.name, at.pool) ?? mismatch([one]);
  if (one.kind === 'date-time') {
    return (
      datePart(dayOfMoment(one), node.name, at.pool) ??
      clockPart(one, node.name, at.pool) ??
      mismatch([one])
    );
  }
  return mismatch([one]);
}

function context(node: Of<'context'>, at: Emit): Part {
  const entries = new Map<string, Part>();
  for (const { key, slot, of } of node.entries) {
    const made = part(of, at);
    at.locals.set(slot, made);
    entries.set(key, made);
  }
  return { kind: 'record', entries };
}

function call(node: Of<'call'>, at: Emit): Part {
  const { name } = node.builtin;
  const make = sqlCalls.get(name);
  const made =
    make === undefined
      ? null
      : make(
          node.args.map((arg) => part(arg, at)),
          at,
        );
  return made ?? refuse(node, `“${name}”这样用，${CANNOT}`);
}

const instances: Record<string, string[]> = {
  number: ['number'],
  string: ['text'],
  boolean: ['boolean'],
  date: ['date'],
  time: ['time'],
  'date and time': ['date-time'],
  'days and time duration': ['seconds'],
  'years and months duration': ['months'],
  Any: ['any'],
  Null: ['null'],
  list: [],
  context: [],
  range: [],
  function: [],
};

function instance(node: Of<'instance'>, at: Emit): Term {
  // No scalar is an instance of a type made of others.
  const kinds =
    typeof node.type !== 'string'
      ? []
      : Object.hasOwn(instances, node.type)
        ? instances[node.type]
        : undefined;
  const of = scalar(part(node.of, at));
  return of === null || kinds === undefined
    ? refuse(node, `这种 instance of ${CANNOT}`)
    : isInstance(of, kinds);
}

type Rows = { [K in Node['kind']]?: (node: Of<K>, at: Emit) => Part };

const rows: Rows = {
  literal: (node, at) => literalTerm(node.value, node, at),
  read,
  today: (_node, at) => at.today(),
  local: (node, at) => at.locals.get(node.slot) ?? refuse(node, CANNOT),
  member,
  filter,
  call,
  known: (node, at) => {
    const of = part(node.of, at);
    return known(scalar(of) ?? refuse(node, CANNOT));
  },
  compare: (node, at) => compared(node.op, term(node.left, at), term(node.right, at), at.pool),
  arithmetic,
  logic: (node, at) =>
    joined(
      node.op,
      node.parts.map((one) => scalar(part(one, at)) ?? NONE_TERM),
    ),
  between: (node, at) =>
    within(term(node.of, at), term(node.low, at), term(node.high, at), {
      low: false,
      high: false,
      pool: at.pool,
    }),
  in: (node, at) => {
    const of = term(node.of, at);
    return joined('or', probes(node, of, at));
  },
  interval,
  if: choice,
  loop,
  list: (node, at) => ({ kind: 'list', items: node.items.map((item) => part(item, at)) }),
  context,
  instance,
};

/** The part of a node. */
export function part(node: Node, at: Emit): Part {
  if (at.left-- <= 0) return refuse(node, '这条规则展开后太长，数据库里写不下，请拆成几条');
  const make = rows[node.kind] as ((node: Node, at: Emit) => Part) | undefined;
  return make === undefined ? refuse(node, CANNOT) : make(node, at);
}
