/** A kept value in words on a page: what people typed stays as they typed it, also on an English page. */
import type { FieldDef, Json } from '../contract.ts';
import { ZhRuns, type Kept } from '../ui/Zh.tsx';
import { showValue } from './models.ts';

/** Types whose words come from people; all others are words of the catalogue, dates and numbers. */
const kept: Partial<Record<FieldDef['type'], Kept>> = {
  name: 'name', address: 'place', text: 'typed', record: 'typed',
};

/** Why a value of this type may be Chinese on an English page; undefined where it may not. */
export function keptOf(field: FieldDef): Kept | undefined {
  return kept[field.type];
}

/** None is said as such, unknown is nothing. */
export function Value({ of: value, field }: { of: Json | undefined; field: FieldDef }) {
  const as = keptOf(field);
  const words = showValue(value, field);
  return as ? <ZhRuns as={as}>{words}</ZhRuns> : words;
}
