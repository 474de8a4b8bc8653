/** A day as it comes in: YYYY-MM-DD that exists, within the years people and the calendar speak of. */
import { z } from 'zod';

/** PostgreSQL has no year 0000, and a slip of the finger is told at once. */
const [first, last] = ['1900-01-01', '2199-12-31'];

/** Does a day, or an instant by its day as written, lie within the years that are taken? */
export const withinYears = (text: string): boolean =>
  text.slice(0, 10) >= first && text.slice(0, 10) <= last;

/** What is said of a day outside them. */
export const whichYears = '请核对年份，只收 1900 年到 2199 年的日期';

/** The schema of a day in an input; refuses in words what is none, or lies outside these years. */
export const typedDay = z.iso
  .date('请按“年-月-日”填写，例如 2026-12-01')
  .refine(withinYears, whichYears);
