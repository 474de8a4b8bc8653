/** An exact number, kept as canonical decimal text. */
import { number } from '../../texts/format.ts';
import { say, t } from '../../texts/index.ts';
import { EMPTY, textOf, type Cleaned, type FieldModel } from '../model.ts';
import type { FieldDef } from '../../contract.ts';

/** Compares two decimal texts exactly: negative, 0 or positive. */
export function compareDecimals(a: string, b: string): number {
  const digits = Math.max(...[a, b].map((text) => (text.split('.')[1] ?? '').length));
  const scaled = (text: string) => {
    const [whole = '0', part = ''] = text.split('.');
    return BigInt(whole + part.padEnd(digits, '0'));
  };
  const difference = scaled(a) - scaled(b);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Canonical decimal text: no leading or trailing zeros, no minus zero. */
export function canonicalDecimal(text: string): string {
  const [, sign = '', whole = '', part = ''] = /^([-+]?)(\d*)\.?(\d*)$/.exec(text) ?? [];
  const [head, tail] = [whole.replace(/^0+(?=\d)/, '') || '0', part.replace(/0+$/, '')];
  const plain = tail === '' ? head : `${head}.${tail}`;
  return sign === '-' && plain !== '0' ? `-${plain}` : plain;
}

/** Reads a typed number and holds it against the field's limits. */
export function cleanNumber(typed: string, field: FieldDef, scale: number): Cleaned {
  const text = typed.replace(/[\s,，_]/g, '').replace(/(元|圆)$/, '');
  if (text === '') return EMPTY;
  if (!/^[-+]?(\d+(\.\d*)?|\.\d+)$/.test(text)) {
    return { problem: t('field.number.bad', { example: field.example ?? '12' }) };
  }
  const value = canonicalDecimal(text);
  const digits = (value.split('.')[1] ?? '').length;
  if (digits > scale) {
    return { problem: scale === 0 ? t('field.number.whole') : t('field.number.scale', { n: scale }) };
  }
  if (field.min !== undefined && compareDecimals(value, field.min) < 0) {
    return { problem: t('field.number.min', { n: number(field.min) }) };
  }
  if (field.max !== undefined && compareDecimals(value, field.max) > 0) {
    return { problem: t('field.number.max', { n: number(field.max) }) };
  }
  return { value };
}

export const numberModel: FieldModel = {
  blank: () => '',
  typed: (value) => (typeof value === 'string' ? value : ''),
  clean: (typed, field) => cleanNumber(textOf(typed, true), field, field.scale ?? 0),
  show: (value, field) =>
    typeof value === 'string' ? `${number(value)}${field.unit ? ` ${say(field.unit)}` : ''}` : '',
};
