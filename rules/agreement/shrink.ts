/** Makes a difference between two back ends small enough to read: a shorter rule, fewer facts. */
import type { RowFacts, Type } from './facts.ts';
import type { Made } from './generate.ts';
import { written } from './generate.ts';

/** Still differs: asked of every smaller candidate. */
export type Differs = (text: string, row: RowFacts) => Promise<boolean>;

const simplest: Partial<Record<Type, string[]>> = {
  boolean: ['true', 'false'],
  number: ['0', '1'],
  text: ['""', '"a"'],
  date: ['date("2000-01-31")'],
  duration: ['duration("P1D")'],
  choice: ['"甲级"'],
};

const atom = (type: Type, text: string): Made => ({ type, parts: [], write: () => text });

function descendants(made: Made): Made[] {
  return made.parts.flatMap((part) => [part, ...descendants(part)]);
}

/** Smaller expressions of the same type: a part of it, a literal, or one part made smaller. */
function* smaller(made: Made): Generator<Made> {
  const size = written(made).length;
  for (const part of descendants(made)) if (part.type === made.type) yield part;
  for (const text of simplest[made.type] ?? []) if (text.length < size) yield atom(made.type, text);
  for (const [at, part] of made.parts.entries()) {
    for (const less of smaller(part)) {
      yield { ...made, parts: made.parts.map((old, i) => (i === at ? less : old)) };
    }
  }
}

function* fewer(row: RowFacts): Generator<RowFacts> {
  for (const address of Object.keys(row)) {
    const { [address]: _, ...rest } = row;
    yield rest;
    if (row[address] !== null) yield { ...row, [address]: null };
  }
}

/** Candidates asked at most; a difference that is still long after that is printed as it is. */
const MOST = 2000;

/** The smallest rule and row found that still differ. */
export async function shrink(
  made: Made,
  row: RowFacts,
  differs: Differs,
): Promise<{ text: string; row: RowFacts }> {
  let [best, facts] = [made, row];
  let asked = 0;
  for (let again = true; again && asked < MOST;) {
    again = false;
    for (const less of smaller(best)) {
      if (asked++ >= MOST) break;
      if (!(await differs(written(less), facts))) continue;
      best = less;
      again = true;
      break;
    }
  }
  for (let again = true; again && asked < 2 * MOST;) {
    again = false;
    for (const less of fewer(facts)) {
      if (asked++ >= 2 * MOST) break;
      if (!(await differs(written(best), less))) continue;
      facts = less;
      again = true;
      break;
    }
  }
  return { text: written(best), row: facts };
}
