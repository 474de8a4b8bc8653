/** Calls of functions: which one, with which arguments. */
import type { Builtin, Param } from '../builtins/builtin.ts';
import type { Check } from './checking.ts';
import type { Syntax } from '../language/syntax.ts';
import type { Node } from './tree.ts';
import { broken, fitOptions, literal, note } from './checking.ts';
import { builtins, formFor, KNOWN } from '../builtins/table.ts';
import { argument, invocation } from './functions.ts';
import { nearest } from '../language/names.ts';
import { plainly } from './plain.ts';
import { checkPattern } from './patterns.ts';
import { isTemporal } from '../values/temporal.ts';
import { BOOLEAN, given, open, temporalShape, typeName } from './shapes.ts';

type Call = Extract<Syntax, { kind: 'call' }>;

function signature(builtin: Builtin): string {
  const forms = builtin.forms.map((form) => {
    const params = form.map((param) => {
      const name = `${param.name}${param.rest ? '…' : ''}`;
      return param.optional ? `[${name}]` : name;
    });
    return `${builtin.name}(${params.join(', ')})`;
  });
  return forms.join(' 或 ');
}

/** The list of parameters a call means: by the names written, or by the number of arguments. */
function formOf(syntax: Call, { forms, params }: Builtin): Param[] {
  const { keys } = syntax;
  if (keys === null) return formFor(forms, syntax.args.length) ?? params;
  const has = (form: Param[]): boolean =>
    keys.every((key) => form.some((param) => param.name === key));
  const first = (form: Param[]): boolean => form[0]?.name === keys[0] && has(form);
  return forms.find(first) ?? forms.find(has) ?? params;
}

/** Named arguments in the order of the parameters; null (and a problem) where a name is wrong. */
function inOrder(syntax: Call, builtin: Builtin, check: Check): Syntax[] | null {
  if (syntax.keys === null) return syntax.args;
  const args: Syntax[] = [];
  const form = formOf(syntax, builtin);
  const { keys, from, to } = syntax;
  let placed = 0;
  const needed = form.findLastIndex((param) => !param.optional && !param.rest);
  for (const [index, param] of form.entries()) {
    if (placed === keys.length && index > (check.lenient ? needed : -1)) break;
    const arg = syntax.args[keys.indexOf(param.name)];
    if (arg !== undefined) placed++;
    args.push(arg ?? { kind: 'null', from, to });
  }
  const skipped = form.some((param) => !param.optional && !keys.includes(param.name));
  // Without the author to ask, what is not named is none (DMN 1.5, §10.3.2.13.5).
  if (placed === keys.length && (!skipped || check.lenient)) return args;
  const message = `参数的名字不对，写法是 ${signature(builtin)}`;
  note(check, 'wrong-arguments', message, syntax);
  return null;
}

function checkTypes(builtin: Builtin, args: Node[], check: Check): void {
  const form = formFor(builtin.forms, args.length) ?? builtin.params;
  args.forEach((arg, at) => {
    const param = form[Math.min(at, form.length - 1)];
    if (param === undefined || [param.type, ...param.also].some((one) => given(arg.shape, one))) {
      return;
    }
    const wanted = typeName({ type: param.type === 'item' ? 'any' : param.type });
    const found = typeName(arg.shape);
    const where = `${signature(builtin)} 的“${param.name}”`;
    const message = `${where}要的是“${wanted}”，这里是“${found}”`;
    note(check, 'wrong-type', message, arg);
  });
}

/** A call of literals that is the same every day is worked out here, and must come to something. */
function constant(builtin: Builtin, node: Node, args: Node[], check: Check): Node {
  if (check.unfolded === true || !builtin.constant || !args.every((arg) => arg.kind === 'literal'))
    return node;
  const values = args.map((arg) => (arg.kind === 'literal' ? arg.value : null));
  const value = builtin.run(values, undefined as never, () => null);
  if (value === null && !values.includes(null)) {
    const forms =
      '日期写成 2026-11-22，时刻写成 09:30:00，时长写成 P3D 或 P1Y2M，数写成 12.5，范围写成 [1..5]';
    note(check, 'bad-literal', `${builtin.name}(…) 里的写法不对或没有这一天，${forms}`, node);
  }
  return literal(value, isTemporal(value) ? temporalShape(value) : node.shape, node);
}

function checkKnown(syntax: Call, check: Check): Node {
  const { from, to } = syntax;
  const [arg] = syntax.args;
  if (arg === undefined || syntax.args.length > 1) {
    note(check, 'wrong-arguments', 'is known(…) 里要写一个字段', syntax);
    return broken(syntax);
  }
  return { kind: 'known', of: check.visit(arg), shape: BOOLEAN, from, to };
}

/** What a name of the rule or the scope stands for, which a call may mean before a function. */
function named(syntax: Call, check: Check): Node | null {
  const { name, from, nameTo } = syntax;
  const known = check.known.names.has(name) && !builtins.has(name);
  const own = check.locals.findLast((one) => one.name === name);
  if (!known && own === undefined) return null;
  // What cannot be called leaves its name to the function of the language.
  const calls = own === undefined || open(own.shape) || own.shape.type === 'function';
  if (!calls && builtins.has(name)) return null;
  return check.visit({ kind: 'name', name, from, to: nameTo });
}

/** Checks a call. */
export function checkCall(syntax: Call, check: Check): Node {
  const { from, to } = syntax;
  if (syntax.name === KNOWN) return checkKnown(syntax, check);
  const own = named(syntax, check);
  if (own !== null) return invocation(syntax, own, check);
  const builtin = builtins.get(syntax.name);
  if (builtin === undefined) {
    const near = nearest(syntax.name, [...builtins.keys(), KNOWN]);
    const hint = near === null ? '请查函数表' : `是不是“${near}”？`;
    const at = { from, to: syntax.nameTo };
    note(check, 'unknown-function', `没有“${syntax.name}”这个函数，${hint}`, at);
    for (const arg of syntax.args) check.visit(arg);
    return broken(syntax);
  }
  const ordered = inOrder(syntax, builtin, check);
  if (ordered === null) return broken(syntax);
  if (formFor(builtin.forms, ordered.length) === undefined) {
    note(check, 'wrong-arguments', `参数的个数不对，写法是 ${signature(builtin)}`, syntax);
    return broken(syntax);
  }
  const checked = ordered.map((arg) => argument(arg, check));
  const args = checked.map((arg, at) => {
    const beside = checked[at === 0 ? 1 : 0];
    return beside === undefined ? arg : fitOptions(check, arg, beside.shape);
  });
  checkTypes(builtin, args, check);
  checkPattern(builtin.name, args, check);
  const shape = builtin.result(args.map((arg) => arg.shape));
  const node: Node = { kind: 'call', builtin, args, shape, from, to };
  return plainly(constant(builtin, node, args, check));
}
