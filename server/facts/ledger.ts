/** Shows a holder who looked at his data: unit and role in full, the officer's name masked. */
import { maskName } from '#graph';
import { inWords, type Context, type Lang } from '#base';
import { listItems } from '#catalogue';
import { allUnits, type Actor } from '#identity';
import { ledgerPage, type LedgerRow } from './store.ts';

const pageSize = 50;

const roleNames: Record<string, string> = {
  clerk: '窗口人员',
  reviewer: '审核人员',
  decider: '审批人员',
  supervisor: '督查人员',
  designer: '事项设计人员',
  'system-administrator': '系统管理员',
  'security-administrator': '安全管理员',
  'audit-administrator': '审计管理员',
};

/** His own rows and, while he acts for it as its legal representative, the organisation's. */
function holders(actor: Actor): string[] {
  const { actingFor, subject } = actor;
  return actingFor?.as === 'legal-representative' ? [subject, actingFor.organisation] : [subject];
}

type Reading = { reader: string; unitNames: ReadonlyMap<string, string>; lang: Lang };

function whoOf(row: LedgerRow, { reader, unitNames, lang }: Reading): string {
  if (row.role === 'self') return row.subject === reader ? '您本人' : '本单位账户';
  if (row.role === 'system') return `系统自动办理（${row.name}）`;
  const role = roleNames[row.role];
  const name = maskName(row.name);
  if (role) {
    const unit = row.unit === null ? '' : `${unitNames.get(row.unit) ?? row.unit} `;
    return `${unit}${inWords(role, lang)} ${name}`;
  }
  if (row.viewer === reader) return '您本人';
  if (row.role === 'guardian') return `监护人 ${name}`;
  return row.role === 'agent' ? `受托经办人 ${name}` : `法定代表人 ${name}`;
}

export type LedgerPage = {
  rows: {
    at: string;
    who: string;
    what: string;
    purpose: string;
    about: 'person' | 'organisation';
    case?: string;
    caseNumber?: string;
  }[];
  next: string | null;
};

/** One page of the ledger, the newest first; `page` is the `next` of the page before. */
export async function readLedger(
  context: Context<Actor>,
  input: { page?: number | undefined },
): Promise<LedgerPage> {
  const { actor, db } = context;
  // Items and units stand in the ledger by their names: their English has to be known.
  const { lang } = context.request;
  if (lang === 'en') await listItems(context);
  const of = { subjects: holders(actor), before: input.page, limit: pageSize + 1 };
  const found = await ledgerPage(db, of);
  const units = found.some((r) => r.unit !== null) ? await allUnits(db) : [];
  const unitNames = new Map(units.map((u) => [u.id, lang === 'en' ? (u.name.en ?? u.name.zh) : u.name.zh]));
  const shown = found.slice(0, pageSize);
  const last = shown.at(-1);
  return {
    rows: shown.map((row) => ({
      at: row.at.toISOString(),
      who: whoOf(row, { reader: actor.subject, unitNames, lang }),
      what: row.what,
      purpose: row.purpose,
      about: row.subject === actor.subject ? 'person' : 'organisation',
      ...(row.caseId === null ? {} : { case: row.caseId }),
      ...(row.caseNumber === null ? {} : { caseNumber: row.caseNumber }),
    })),
    next: found.length > pageSize && last ? String(last.id) : null,
  };
}
