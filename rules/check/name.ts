/** Names and paths → addresses. */
import type { Check } from './checking.ts';
import type { Name } from '../language/names.ts';
import type { Syntax } from '../language/syntax.ts';
import type { Member, Shape } from './shape.ts';
import type { Node } from './tree.ts';
import { broken, note } from './checking.ts';
import { builtins } from '../builtins/table.ts';
import { nearest, normal, shapeOf } from '../language/names.ts';
import { fullWidthHint } from '../language/parse.ts';
import { ANY, DATE, open, parts, partShape, typeName } from './shapes.ts';

const TODAY = '今天';

type NameSyntax = Extract<Syntax, { kind: 'name' }>;
type PathSyntax = Extract<Syntax, { kind: 'path' }>;

/** A group of one reached by names alone: its address is known before the rule runs. */
type Reached = { address: string; fields: Record<string, Name>; written: string };

/** What a name stands for that is bound in the rule, and the filters whose items may have it too. */
function local(syntax: NameSyntax, check: Check): { found: Node | null; over: Node[] } {
  const { from, to } = syntax;
  const over: Node[] = [];
  for (let at = check.locals.length - 1; at >= 0; at--) {
    const one = check.locals[at];
    if (one === undefined) continue;
    const self: Node =
      one.node === undefined
        ? { kind: 'local', slot: one.slot, shape: one.shape, from, to }
        : { ...one.node, from, to };
    const member = one.bare ? one.shape.fields?.get(syntax.name) : undefined;
    if (member !== undefined) return { found: memberNode(self, member, syntax, check), over };
    if (one.bare && shapeless(one.shape)) over.push(self);
    if (one.name === syntax.name) {
      one.used = true;
      return { found: self, over };
    }
  }
  return { found: null, over };
}

/** A name that the items of filters may have: theirs if they do, else what it means outside. */
function perhaps(of: Node[], outer: Node, syntax: NameSyntax): Node {
  const { name, from, to } = syntax;
  return of.reduceRight<Node>(
    (made, item) => ({ kind: 'bare', of: item, name, outer: made, shape: ANY, from, to }),
    outer,
  );
}

const shapeless = (shape: Shape): boolean =>
  shape.type === 'any' || (shape.type === 'record' && shape.fields === undefined);

/** A bare name in a filter over values of no known shape: taken as a member of the item. */
function guessed(syntax: NameSyntax, over: Node[], check: Check): Node | null {
  const { from, to, name } = syntax;
  const lenient = check.lenient
    ? check.locals.findLast((one) => one.bare && one.node === undefined)
    : undefined;
  const self: Node | undefined =
    over[0] ?? (lenient && { kind: 'local', slot: lenient.slot, shape: lenient.shape, from, to });
  if (self === undefined) return null;
  return { kind: 'member', of: self, name, key: name, shape: ANY, from, to };
}

function readNode(name: Name, address: string, syntax: Syntax, check: Check): Node {
  const { from, to } = syntax;
  check.reads.add(address);
  const shape = shapeOf(name);
  if (name.kind === 'value') return { kind: 'read', address, shape, from, to };
  const of: Shape = { ...shape.of, type: 'record', at: `${address}[]` };
  return { kind: 'parties', address, shape: { type: 'list', of }, from, to };
}

type Named = NameSyntax | PathSyntax;

function memberNode(of: Node, member: Member, at: Named, check: Check): Node {
  const { from, to } = at;
  const base = of.shape.at;
  let shape = member.shape;
  if (base !== undefined) {
    const address = `${base}.${member.key}`;
    const inner = member.many ? shape.of : shape;
    if (member.group) {
      const placed: Shape = {
        type: 'record',
        ...inner,
        at: member.many ? `${address}[]` : address,
      };
      shape = member.many ? { type: 'list', of: placed } : placed;
    }
    if (!member.group || member.many) check.reads.add(address);
  }
  return { kind: 'member', of, name: at.name, key: member.key, shape, from, to };
}

function unknownName(syntax: NameSyntax, check: Check): Node {
  const locals = check.locals.flatMap((one) => [
    one.name,
    ...(one.bare ? fieldNames(one.shape) : []),
  ]);
  const near = nearest(syntax.name, [...check.known.names.keys(), ...locals, TODAY]);
  const wide = fullWidthHint(syntax.name);
  const hint = wide ?? (near === null ? '请从字段列表里选一个' : `是不是“${near}”？`);
  const isFunction = builtins.has(syntax.name) ? `“${syntax.name}”是函数，后面要有括号` : null;
  const message = isFunction ?? `没有“${syntax.name}”这个名字，${hint}`;
  note(check, 'unknown-name', message, syntax);
  return broken(syntax);
}

const fieldNames = (shape: Shape): string[] => [...(shape.fields?.keys() ?? [])];

function alone(written: string, fields: string[], syntax: Syntax, check: Check): Node {
  const example = fields[0] === undefined ? '' : `，例如 ${written}.${fields[0]}`;
  note(check, 'group-alone', `“${written}”是一组字段，请写明用哪一个${example}`, syntax);
  return broken(syntax);
}

/** What a name stands for outside of all that the rule binds; null for nothing. */
function outside(syntax: NameSyntax, check: Check): Node | null {
  const { from, to } = syntax;
  if (syntax.name === TODAY) return { kind: 'today', shape: DATE, from, to };
  const name = check.known.names.get(syntax.name);
  if (name === undefined) {
    const builtin = check.lenient ? builtins.get(syntax.name) : undefined;
    if (builtin === undefined) return null;
    return { kind: 'builtin', builtin, shape: { type: 'function' }, from, to };
  }
  if (name.kind === 'group' && !name.many) {
    return alone(syntax.name, Object.keys(name.fields), syntax, check);
  }
  return readNode(name, name.address, syntax, check);
}

/** Checks a name. */
export function checkName(syntax: NameSyntax, check: Check): Node {
  const { found, over } = local(syntax, check);
  if (found === null && syntax.name === '?') {
    note(check, 'unsupported', '规则里不能写“?”，请写出字段的名字', syntax);
    return broken(syntax);
  }
  const made = found ?? outside(syntax, check);
  if (made !== null) return perhaps(over, made, syntax);
  return guessed(syntax, over, check) ?? unknownName(syntax, check);
}

function reach(syntax: Syntax, check: Check): Reached | null {
  if (syntax.kind === 'name') {
    const { found, over } = local(syntax, check);
    if (found !== null || over.length > 0) return null;
    const name = check.known.names.get(syntax.name);
    if (name === undefined || name.kind !== 'group' || name.many) return null;
    return { address: name.address, fields: name.fields, written: syntax.name };
  }
  if (syntax.kind !== 'path') return null;
  const outer = reach(syntax.of, check);
  const name = outer === null ? undefined : fieldOf(outer.fields, syntax.name);
  if (outer === null || name === undefined || name.kind !== 'group' || name.many) return null;
  const address = `${outer.address}.${name.address}`;
  return { address, fields: name.fields, written: `${outer.written}.${syntax.name}` };
}

function fieldOf(fields: Record<string, Name>, written: string): Name | undefined {
  if (Object.hasOwn(fields, written)) return fields[written];
  const key = Object.keys(fields).find((field) => normal(field) === written);
  return key === undefined ? undefined : fields[key];
}

function unknownField(syntax: PathSyntax, within: string, fields: string[], check: Check): Node {
  const near = nearest(syntax.name, fields);
  const hint = near === null ? `可用的有：${fields.slice(0, 12).join('、')}` : `是不是“${near}”？`;
  const at = { from: syntax.nameFrom, to: syntax.to };
  note(check, 'unknown-name', `“${within}”里没有“${syntax.name}”，${hint}`, at);
  return broken(syntax);
}

/** Checks a path: a field of a group, a member of a record, or a part of a date. */
export function checkPath(syntax: PathSyntax, check: Check): Node {
  const group = reach(syntax.of, check);
  if (group !== null) {
    const name = fieldOf(group.fields, syntax.name);
    if (name === undefined) {
      return unknownField(syntax, group.written, Object.keys(group.fields), check);
    }
    const written = `${group.written}.${syntax.name}`;
    if (name.kind === 'group' && !name.many) {
      return alone(written, Object.keys(name.fields), syntax, check);
    }
    return readNode(name, `${group.address}.${name.address}`, syntax, check);
  }
  return pathOf(check.visit(syntax.of), syntax, check);
}

function pathOf(of: Node, syntax: PathSyntax, check: Check): Node {
  const { from, to, name } = syntax;
  const list = of.shape.type === 'list';
  const record = list ? (of.shape.of ?? ANY) : of.shape;
  const member = record.fields?.get(name);
  if (member !== undefined) {
    const made = memberNode({ ...of, shape: record }, member, syntax, check);
    if (made.kind !== 'member') return made;
    return { ...made, of, shape: list ? { type: 'list', of: made.shape } : made.shape };
  }
  if (check.lenient) {
    const shape = partShape(record, name) ?? ANY;
    return { kind: 'member', of, name, key: name, shape: list ? ANY : shape, from, to };
  }
  if (record.fields !== undefined) {
    return unknownField(syntax, writtenAs(syntax.of), [...record.fields.keys()], check);
  }
  const known = parts[record.type];
  if (partShape(record, name) !== null || open(record) || record.type === 'record') {
    const shape = partShape(record, name) ?? ANY;
    return { kind: 'member', of, name, key: name, shape: list ? ANY : shape, from, to };
  }
  const hint = known === undefined ? '请去掉点号和后面的名字' : `可用的有：${known.join('、')}`;
  note(check, 'unknown-name', `“${typeName(record)}”没有“${name}”，${hint}`, syntax);
  return broken(syntax);
}

function writtenAs(syntax: Syntax): string {
  if (syntax.kind === 'name') return syntax.name;
  return syntax.kind === 'path' ? `${writtenAs(syntax.of)}.${syntax.name}` : '这里';
}
