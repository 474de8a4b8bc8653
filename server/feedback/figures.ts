/** What is published: ratings per unit and item. Small counts are not told apart. */
import { z } from 'zod';
import { text, type Cx } from './contacts.ts';
import { ratingRules } from './indicators.ts';
import { countRatings, type Counted, type Text } from './store.ts';

const figure = z.object({
  n: z.number(), satisfied: z.number(),
  levels: z.object({ 1: z.number(), 2: z.number(), 3: z.number(), 4: z.number(), 5: z.number() }),
  bad: z.number(), putRight: z.number(), mistaken: z.number(),
});
type Figure = z.output<typeof figure>;

export const figuresInput = z.object({});
export const figuresOutput = z.object({
  on: z.string(), least: z.number(), all: figure.nullable(),
  units: z.array(z.object({
    unit: z.string(), name: text, figure: figure.nullable(),
    items: z.array(z.object({ item: z.string(), name: text, figure })),
    /** Items with too few ratings to be told by themselves. */
    few: z.number(),
  })),
});

/** The public figures. `satisfied` is the share of levels 3 to 5 in per cent, one decimal. */
export async function ratingFigures(cx: Cx) {
  const least = ratingRules()['publish at least'];
  const rows = await countRatings(cx.db);
  const byUnit = Map.groupBy(rows, (r) => r.unit);
  const units = [...byUnit].map(([unit, all]) => ({ unit, name: nameOf(all), all, n: sum(all).n }));
  const shown = told(units, least);
  const whole = sum(rows);
  return {
    on: cx.today, least, all: whole.n >= least ? whole : null,
    units: units.map((u) => {
      const items = u.all.filter((r) => r.item !== null);
      const apart = shown.has(u) ? told(u.all, least) : new Set<Counted>();
      return {
        unit: u.unit, name: u.name, figure: shown.has(u) ? sum(u.all) : null,
        items: items.filter((r) => apart.has(r)).map((r) => ({
          item: r.item ?? '', name: r.item_name ?? { zh: r.item ?? '' }, figure: sum([r]),
        })),
        few: items.filter((r) => !apart.has(r)).length,
      };
    }),
  };
}

/**
 * Those that may be told by themselves. Where few persons are left over, one who subtracts would
 * learn of them: then the next smallest are kept back too, until enough are together.
 */
export function told<T extends { n: number }>(rows: readonly T[], least: number): Set<T> {
  const sorted = rows.toSorted((a, b) => b.n - a.n);
  const shown = sorted.filter((r) => r.n >= least);
  let rest = sorted.filter((r) => r.n < least && r.n > 0).reduce((n, r) => n + r.n, 0);
  while (rest > 0 && rest < least && shown.length > 0) rest += shown.pop()?.n ?? 0;
  return new Set(shown);
}

function nameOf(rows: readonly Counted[]): Text {
  return rows[0]?.unit_name ?? { zh: '' };
}

function sum(rows: readonly Counted[]): Figure {
  const add = (of: (r: Counted) => number): number => rows.reduce((n, r) => n + of(r), 0);
  const at = (level: number): number => add((r) => r.levels[String(level)] ?? 0);
  const n = add((r) => r.n);
  const good = at(3) + at(4) + at(5);
  return {
    n, satisfied: n === 0 ? 0 : Math.round((good / n) * 1000) / 10,
    levels: { 1: at(1), 2: at(2), 3: at(3), 4: at(4), 5: at(5) },
    bad: add((r) => r.bad), putRight: add((r) => r.put_right), mistaken: add((r) => r.mistaken),
  };
}
