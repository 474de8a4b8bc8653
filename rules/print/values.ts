/** Values as FEEL writes them. */
import type { Shape } from '../check/shape.ts';
import type { Value } from '../values/values.ts';
import { Day, dayText, Span, spanText } from '../values/day.ts';
import { DateTime, momentText } from '../values/moment.ts';
import { isNum, numberText } from '../values/number.ts';
import { bareNames } from './rank.ts';
import { Range } from '../values/values.ts';
import { Time, timeText } from '../values/time.ts';

const escapes: Record<string, string> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** A text in quotes, as FEEL reads it back. */
export function quote(text: string): string {
  return `"${text.replace(/["\\\n\r\t]/g, (char) => escapes[char] ?? char)}"`;
}

/**
 * The FEEL text of a value; null for what has none (unknown, parties, functions). A code beside a
 * choice is written as its label, unless the label would be read as another code.
 */
export function valueText(value: Value, beside?: Shape): string | null {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return quote(labelOf(value, beside));
  if (isNum(value)) return numberText(value);
  if (value instanceof Day) return `date("${dayText(value)}")`;
  if (value instanceof Span) return `duration("${spanText(value)}")`;
  if (value instanceof Time) return `time("${timeText(value)}")`;
  if (value instanceof DateTime) return `date and time("${momentText(value)}")`;
  if (value instanceof Range) return rangeText(value);
  if (Array.isArray(value))
    return joined(
      value.map((item) => valueText(item, beside)),
      '[',
      ']',
    );
  if (!(value instanceof Map)) return null;
  const entries = [...value].map(([key, item]) => {
    const text = valueText(item);
    return text === null ? null : `${bareNames.test(key) ? key : quote(key)}: ${text}`;
  });
  return joined(entries, '{', '}');
}

/** A range; one without an end can only be written as a text that is read as a range. */
function rangeText({ low, high, openLow, openHigh }: Range): string | null {
  const [from, to] = [openLow ? '(' : '[', openHigh ? ')' : ']'];
  const ends =
    low === undefined || high === undefined ? [low, high].map(endText) : [valueText(low), valueText(high)];
  const [a, b] = ends;
  if (a === null || a === undefined || b === null || b === undefined) return null;
  const text = `${from}${a}..${b}${to}`;
  return low === undefined || high === undefined ? `range(${quote(text)})` : text;
}

function endText(value: Value): string | null {
  if (value === undefined) return '';
  const text = valueText(value);
  // Within such a text dates and the like stand as @"…".
  return text === null
    ? null
    : text.replace(/^(?:date|time|duration|date and time)\((".*")\)$/, '@$1');
}

function joined(parts: (string | null)[], open: string, close: string): string | null {
  return parts.includes(null) ? null : `${open}${parts.join(', ')}${close}`;
}

/** The label an author writes for a code. */
export function labelOf(code: string, beside: Shape | undefined): string {
  const options = beside?.options ?? beside?.of?.options;
  const label = options?.get(code);
  if (options === undefined || label === undefined) return code;
  const first = [...options].find(([, one]) => one === label)?.[0];
  return first === code && (label === code || !options.has(label)) ? label : code;
}
