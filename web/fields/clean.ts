/** The one judgement of what may be kept is the graph's; forms ask it while people type. */
import { canonical, type FieldKind } from '#graph/values';
import type { FieldDef } from '../contract.ts';
import { sayProblem } from '../texts/index.ts';
import { EMPTY, type Cleaned, type Typed } from './model.ts';

/** What was typed as the value that is kept; nothing typed is `empty`. What is wrong is said in the page's language. */
export function clean(typed: Typed, field: FieldDef): Cleaned {
  if (isBlank(typed)) return EMPTY;
  const kind = kindOf(field);
  const found = canonical(kind, typed);
  return 'problem' in found ? { problem: sayProblem(found.problem, kind) } : found;
}

/** True when nothing at all was typed or chosen. */
export function isBlank(typed: Typed): boolean {
  if (typed === null) return true;
  if (typeof typed === 'string') return typed.trim() === '';
  if (typeof typed === 'boolean') return false;
  return Object.values(typed).every(isBlank);
}

/** The definition of a form's field as the graph's judgement wants it. */
export function kindOf(field: FieldDef): FieldKind {
  const kind: FieldKind = { id: field.address, type: field.type, name: field.name };
  if (field.options) {
    kind.options = Object.fromEntries(
      field.options.map(({ value, label }, order) => [value, { ...label, order }]),
    );
  }
  if (field.fields) kind.fields = field.fields.map(kindOf) as NonNullable<FieldKind['fields']>;
  if (field.maxLength !== undefined) kind['max length'] = field.maxLength;
  if (field.scale !== undefined) kind.scale = field.scale;
  if (field.min !== undefined) kind.min = field.min;
  if (field.max !== undefined) kind.max = field.max;
  return kind;
}
