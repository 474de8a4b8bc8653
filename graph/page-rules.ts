/**
 * The rules of an item that a page runs by itself while somebody fills in its form: which sections
 * and fields are shown, and which review points are met. Packed, so that the page needs no parser;
 * what needs the working-day calendar stays with the server.
 */
import { nodesOf, pack, Unpackable } from '#rules';
import type { Json, Rule } from '#rules';
import type { FieldDefinition } from './describe.ts';
import { definitionOf, memberWords } from './form.ts';
import type { OpenField, OpenItem, OpenPoint } from './open.ts';
import { currentValue } from './parameters.ts';
import type { ReviewFinding } from './review.ts';
import { shownBasis } from './basis.ts';
import type { Text } from './schema.ts';
import type { Component } from './space.ts';

/** A rule by its place in `rules`; −1: only the server runs it. Absent: it always holds. */
export type PageRule = number;

export type PageField = {
  /** Of a many-party the template `performer[].name`. */
  address: string;
  definition: FieldDefinition;
  required: boolean;
  when?: PageRule;
  /** The many-party it is filled in for: address of its count, and its written name. */
  many?: { address: string; written: string; name: Text };
};

export type PageSection = { section: string; name: Text; when?: PageRule; fields: PageField[] };

/** A review point without its verdict. */
export type PagePoint = {
  finding: Omit<ReviewFinding, 'verdict' | 'values' | 'waits'>;
  when?: PageRule;
  holds: PageRule;
};

/** Everything a page needs to run an item's rules on a day. */
export type PageRules = {
  /** The item version they belong to, and the day they are for. */
  itemVersion: string;
  today: string;
  /** Amounts and thresholds of the day, by address. */
  parameters: Record<string, Json>;
  rules: Json[];
  /** Some rule has patterns: the page needs the functions of patterns too. */
  patterns: boolean;
  /** Asks that apply only sometimes: an answer to one that does not apply is none. */
  asks: { address: string; when: PageRule }[];
  sections: PageSection[];
  points: PagePoint[];
};

const CALENDAR = new Set(['工作日数', '工作日后']);
const PATTERNS = new Set(['matches', 'replace', 'split']);

/** The functions of the language a rule calls or hands on. */
function functionsOf(rule: Rule): string[] {
  return nodesOf(rule.tree).flatMap((node) =>
    node.kind === 'call' || node.kind === 'builtin' ? [node.builtin.name] : [],
  );
}

/** Packs each rule once. */
class Packer {
  readonly packed: Json[] = [];
  readonly reads = new Set<string>();
  patterns = false;
  readonly #at = new Map<Rule, number>();

  of(rule: Rule): PageRule {
    const before = this.#at.get(rule);
    if (before !== undefined) return before;
    const at = this.#pack(rule);
    this.#at.set(rule, at);
    return at;
  }

  #pack(rule: Rule): PageRule {
    const calls = functionsOf(rule);
    if (calls.some((name) => CALENDAR.has(name))) return -1;
    try {
      const packed = pack(rule);
      this.patterns ||= calls.some((name) => PATTERNS.has(name));
      for (const address of rule.reads) this.reads.add(address);
      return this.packed.push(packed) - 1;
    } catch (error) {
      if (error instanceof Unpackable) return -1;
      throw error;
    }
  }

  when(component: Component | undefined): { when?: PageRule } {
    return component === undefined ? {} : { when: this.of(component.rule) };
  }
}

function fieldOf(open: OpenItem, field: OpenField, packer: Packer): PageField {
  const { group, many, written } = field.target;
  const party = written.slice(0, written.indexOf('.'));
  return {
    address: field.address,
    definition: definitionOf(open, field),
    required: field.required,
    ...packer.when(field.when),
    ...(many && { many: { address: group, written: party, name: memberWords(open, group, party) } }),
  };
}

function pointOf(open: OpenItem, point: OpenPoint, packer: Packer): PagePoint {
  const { id, name, level, fix, holds } = point.def;
  const basis = shownBasis(open.version, point.def);
  return {
    finding: { point: id, name, on: point.on, level, fix, basis, rule: holds },
    ...packer.when(point.when),
    holds: packer.of(point.holds),
  };
}

/** The rules of an item version for its page on a day. */
export function pageRules(open: OpenItem, today: string): PageRules {
  const packer = new Packer();
  const asks = open.asks.flatMap((ask) =>
    ask.when === undefined ? [] : [{ address: ask.address, when: packer.of(ask.when.rule) }],
  );
  const sections = open.form.map((section) => ({
    section: section.def.section,
    name: section.def.name,
    ...packer.when(section.when),
    fields: section.fields.map((field) => fieldOf(open, field, packer)),
  }));
  const points = open.review.map((point) => pointOf(open, point, packer));
  const parameters: Record<string, Json> = {};
  for (const address of packer.reads) {
    if (!address.startsWith('parameter.')) continue;
    const value = currentValue(open.version.parameters[address.slice(10)], today);
    if (value !== undefined) parameters[address] = value.value;
  }
  const { packed: rules, patterns } = packer;
  return { itemVersion: open.hash, today, parameters, rules, patterns, asks, sections, points };
}
