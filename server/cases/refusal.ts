/** Reasons of a refusal: words, and the conditions or review points they stand on with their law. */
import { Refused, sql, type Trx } from '#base';
import { shownBasis, type OpenItem } from '#graph';
import type { CaseRow } from './store.ts';

/** A condition or review point that is not met, as the paper tells it. */
export type Cited = { id: string; name: string; law: string | null; unsure: string | null };

/** What was cited, checked. Refuses 400 `no-cites` where the item has something to cite and nothing was. */
export function citedOf(item: OpenItem, given: readonly string[]): Cited[] {
  const known = [...item.item.conditions, ...item.item.review];
  const found = [...new Set(given)].map((id) => known.find((p) => p.id === id));
  const unknown = found.some((p) => p === undefined);
  if (known.length > 0 && (unknown || found.length === 0)) {
    const message = unknown
      ? { zh: '这件事没有这个条件或审查要点', en: 'No such condition or review point' }
      : { zh: '请至少选一条', en: 'Choose at least one' };
    throw new Refused('no-cites', 400, {
      zh: '不予的理由要落在这件事的条件或审查要点上，并带出依据。请从列表里选不符合的那几条。',
      en: 'A refusal stands on conditions or review points of this item, with their law: choose what is not met.',
    }, { fields: [{ at: 'cites', message }] });
  }
  return found.flatMap((p) => {
    if (!p) return [];
    const { law, article, unsure } = shownBasis(item.version, p);
    return [{ id: p.id, name: p.name.zh, law: law ? `《${law}》${article ?? ''}` : null, unsure: unsure?.zh ?? null }];
  });
}

/** What the last proposal cited. */
export async function citedBefore(trx: Trx, c: Pick<CaseRow, 'id'>): Promise<Cited[]> {
  const { rows } = await sql<{ cited: Cited[] | null }>`select content->'cited' as cited from cases.action
    where "case" = ${c.id} and action = 'propose-refusal' order by seq desc limit 1`.execute(trx);
  return rows[0]?.cited ?? [];
}

/** As lines of the paper. */
export function citedLines(cited: readonly Cited[]): string[] {
  return cited.map((c) => `不符合“${c.name}”${c.law ? `（${c.law}）` : ''}`);
}
