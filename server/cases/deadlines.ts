/** The legal periods of a case, computed: rows with their computation, stops taken out. */
import { dueDate, Refused, type Duration, type Stop, type DueDate } from '#base';
import type { OpenItem } from '#graph';
import type { Cx } from './cx.ts';
import type { CaseRow } from './store.ts';

export type DeadlineKind = 'notice' | 'decision' | 'statutory' | 'supplement' | 'delivery';
export type DeadlineState = 'open' | 'stopped' | 'met' | 'missed' | 'void';

export type Deadline = {
  kind: DeadlineKind; n: number; from_date: string; period: Duration; due: string; computed: DueDate;
  state: DeadlineState;
};

/** 行政许可法第三十二条: one-time notice within five working days; silence means accepted. */
export const noticePeriod: Duration = { n: 5, unit: 'wd' };
/** 行政许可法第四十四条: the licence is delivered within ten working days of the decision. */
export const deliveryPeriod: Duration = { n: 10, unit: 'wd' };
/**
 * Time the applicant has for a supplement where the item says nothing.
 * unsure: 行政许可法 sets none; 市场监管总局令第16号 §15 says "reasonable". Fifteen working days, told in writing.
 */
export const supplementPeriod: Duration = { n: 15, unit: 'wd' };
/** 行政许可法第四十二条: twenty days from acceptance where the item's own law says nothing. */
export const generalPeriod: Duration = { n: 20, unit: 'wd' };

export const deadlineNames: Record<DeadlineKind, { zh: string; en: string }> = {
  notice: { zh: '受理或一次告知', en: 'Acceptance or one-time notice' },
  decision: { zh: '承诺办结', en: 'Promised decision' },
  statutory: { zh: '法定办结', en: 'Statutory decision' },
  supplement: { zh: '补正', en: 'Supplement' },
  delivery: { zh: '送达', en: 'Delivery' },
};

export type DeadlineInput = {
  kind: DeadlineKind; from: string; period: Duration; n?: number; stops?: Stop[]; state?: DeadlineState;
};

/** One deadline with its computation. */
export function deadline(cx: Cx, d: DeadlineInput): Deadline {
  const computed = dueDate(d.from, d.period, { calendar: cx.calendar, stops: d.stops ?? [] });
  return {
    kind: d.kind, n: d.n ?? 1, from_date: d.from, period: d.period, due: computed.due, computed,
    state: d.state ?? 'open',
  };
}

/** The clocks that run from acceptance: the promise and the law's, extension added. */
export function decisionDeadlines(
  cx: Cx, item: OpenItem, from: string, more: { stops?: Stop[]; extendedBy?: number; state?: DeadlineState } = {},
): Deadline[] {
  const { statutory, promised } = item.item.time;
  const law = statutory ?? generalPeriod;
  const longer = more.extendedBy ?? 0;
  const period = (p: Duration): Duration => (longer > 0 && p.unit === 'wd' ? { ...p, n: p.n + longer } : p);
  const common = { from, stops: more.stops ?? [], state: more.state ?? 'open' } as const;
  return [
    deadline(cx, { kind: 'statutory', period: period(law), ...common }),
    deadline(cx, { kind: 'decision', period: period(promised), ...common }),
  ];
}

/**
 * 行政许可法第三十二条: once the five days are over without a notice the case is accepted, from the day
 * of receipt, and no officer may tell or decide otherwise in the minute before the sweep writes it down.
 */
export function beforeDeemed(cx: Cx, c: CaseRow): void {
  if (c.path === 'instant' || c.state !== 'received' || c.due === null || c.due >= cx.today) return;
  throw new Refused('deemed', 409,
    '五个工作日内没有告知，这件已依法视为受理，系统正在登记。请过一分钟刷新后，直接审查。');
}

/** What an officer has to keep: the earliest of these. */
export function earliest(deadlines: readonly Deadline[]): string | null {
  return deadlines.map((d) => d.due).sort()[0] ?? null;
}
