/**
 * Items and cases as rows of the national exchange. Which tables there are and what stands in them
 * follows the reading of the exchange tables (办件受理, 过程, 特别程序, 材料, 结果) and GB/T 39046; the
 * receiver's own column codes were not read (`unsure`), so columns bear their Chinese names. Pure.
 */
import crypto from 'node:crypto';
import { canonicalJson } from '#base';
import { stepNames, type ReportedCase } from '#cases';
import type { ItemVersion } from '#graph';

export const tables = {
  up_item: '事项',
  up_pro_accept: '办件受理',
  up_pro_process: '办理过程',
  up_pro_special_procedure: '特别程序',
  up_pro_material: '材料',
  up_pro_result: '办结结果',
} as const;
export type Table = keyof typeof tables;

export type Value = string | number | null;
/** A row before it is known whether the receiver has it. */
export type Row = {
  table: Table;
  guid: string;
  case: string | null;
  content: Record<string, Value>;
  digest: string;
};

/** The same thing has the same guid for ever: made from what it is, not drawn. */
export function guidOf(table: Table, key: string): string {
  const hash = crypto.createHash('sha256').update(`${table}\n${key}`).digest().subarray(0, 16);
  // Version 8 (RFC 9562): a guid by a rule of one's own.
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x80;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function row(
  table: Table,
  key: string,
  of: { case: string | null; content: Record<string, Value> },
): Row {
  const digest = crypto.createHash('sha256').update(canonicalJson(of.content)).digest('hex');
  return { table, guid: guidOf(table, key), ...of, digest };
}

/** Who applied, with the number that the exchange asks for. */
export type Applicant = {
  name: string;
  number: string | null;
  representative: string | null;
  phone: string | null;
};
export type Result = { name: string; number: string; until: string | null; issuer: string };
export type Beside = {
  applicant: Applicant;
  agent: { number: string | null; phone: string | null } | null;
  result: Result | null;
  materialName: (material: string) => string;
};

const outcomes: Record<string, string> = { grant: '准予', refuse: '不予' };
const ways: Record<string, string> = { download: '网上下载', counter: '窗口领取', post: '邮寄' };

/** Every row of one case. */
export function rowsOfCase(c: ReportedCase, beside: Beside): Row[] {
  return [
    acceptRow(c, beside),
    ...processRows(c),
    ...specialRows(c),
    ...materialRows(c, beside),
    ...resultRows(c, beside),
  ];
}

function acceptRow(c: ReportedCase, { applicant, agent }: Beside): Row {
  const paper = c.papers.find(({ kind }) => kind === 'acceptance');
  const accepted = c.acts.find(
    ({ action }) => action === 'accept' || action === 'deem-accepted' || action === 'settle',
  );
  const firm = c.subject_kind === 'organisation';
  return row('up_pro_accept', c.id, {
    case: c.id,
    content: {
      办件编号: c.number,
      事项标识: c.item,
      事项版本: c.item_version,
      事项名称: c.item_name.zh,
      申请类型: c.channel === 'counter' ? '窗口' : '网上',
      申请人名称: applicant.name,
      申请人类型: firm ? '法人' : '自然人',
      申请人证件类型: firm ? '统一社会信用代码' : '居民身份证',
      申请人证件号: applicant.number,
      法定代表人: applicant.representative,
      代理人姓名: agent ? c.filer_name : null,
      代理人证件号: agent?.number ?? null,
      联系手机: agent?.phone ?? applicant.phone,
      申请时间: c.submitted_at,
      收件日期: c.received_on,
      受理日期: c.accepted_on,
      受理文书编号: paper?.number ?? null,
      受理部门: c.unit,
      受理部门名称: c.unit_name.zh,
      受理人员: accepted?.by ?? null,
      承诺办结日期: c.promised,
      办件类型: c.path === 'instant' ? '即办件' : '承诺件',
    },
  });
}

function processRows(c: ReportedCase): Row[] {
  return c.acts.map((act, i) => {
    const names = stepNames(act);
    return row('up_pro_process', `${c.id}/${act.seq}`, {
      case: c.id,
      content: {
        办件编号: c.number,
        序号: act.seq,
        环节名称: names.state,
        业务动作: names.action,
        办理人: act.by,
        办理部门: act.unit,
        意见: act.said,
        开始时间: c.acts[i - 1]?.at ?? c.submitted_at,
        结束时间: act.at,
      },
    });
  });
}

function specialRows(c: ReportedCase): Row[] {
  return c.stops.map((stop) =>
    row('up_pro_special_procedure', `${c.id}/${stop.n}`, {
      case: c.id,
      content: {
        办件编号: c.number,
        序号: stop.n,
        名称: stop.name.zh,
        启动理由或依据: stop.reason,
        开始日期: stop.from_date,
        结束日期: stop.until,
        结果: stop.result,
        办理人: namesIn(stop.staff),
      },
    }),
  );
}

function namesIn(staff: unknown): string | null {
  if (!Array.isArray(staff)) return null;
  return (
    staff
      .map((one) =>
        typeof one === 'string' ? one : String((one as { name?: unknown }).name ?? ''),
      )
      .join('、') || null
  );
}

function materialRows(c: ReportedCase, { materialName }: Beside): Row[] {
  const handed = c.documents.map((d) =>
    row('up_pro_material', d.id, {
      case: c.id,
      content: {
        办件编号: c.number,
        名称: materialName(d.material),
        附件名: d.name,
        收取方式: c.channel === 'counter' ? '窗口' : '上传',
        收取数量: 1,
        收取时间: d.added_at,
      },
    }),
  );
  const taken = c.takes.map((t) =>
    row('up_pro_material', `${c.id}/${t.material}/${t.licence}`, {
      case: c.id,
      content: {
        办件编号: c.number,
        名称: materialName(t.material),
        附件名: `${t.name} ${t.number}`,
        收取方式: '电子证照',
        收取数量: 1,
        收取时间: c.submitted_at,
      },
    }),
  );
  return [...handed, ...taken];
}

function resultRows(c: ReportedCase, { result }: Beside): Row[] {
  if (c.ended_on === null && c.decided_on === null) return [];
  const last = c.acts.at(-1);
  return [
    row('up_pro_result', c.id, {
      case: c.id,
      content: {
        办件编号: c.number,
        办结结果: outcomes[c.outcome ?? ''] ?? stepNames({ action: '', state: c.state }).state,
        决定日期: c.decided_on,
        办结日期: c.ended_on,
        结果描述: c.acts.findLast((a) => a.said !== null)?.said ?? null,
        证照名称: result?.name ?? null,
        证照编号: result?.number ?? null,
        有效期至: result?.until ?? null,
        发证单位: result?.issuer ?? null,
        送达方式: c.delivery ? (ways[c.delivery.way] ?? c.delivery.way) : null,
        快递公司: c.delivery?.carrier ?? null,
        快递单号: c.delivery?.tracking ?? null,
        缴付金额: c.payment?.amount ?? null,
        办结人: last?.by ?? null,
      },
    }),
  ];
}

const duration = (d: { n: number; unit: string } | undefined): string | null =>
  d ? `${d.n} ${d.unit}` : null;

/** The row of an item as it is offered. */
export function rowOfItem(hash: string, { item, units }: ItemVersion): Row {
  const by = item['handled by'];
  return row('up_item', item.id, {
    case: null,
    content: {
      事项标识: item.id,
      事项名称: item.name.zh,
      基本编码: item.code.basic ?? null,
      事项类型: item.type,
      事项版本: hash,
      办理方式: item.procedure,
      服务对象: item.audience.join(','),
      实施主体: typeof by === 'string' ? by : null,
      实施主体名称: typeof by === 'string' ? (units[by]?.name.zh ?? null) : null,
      法定办结时限: duration(item.time.statutory),
      承诺办结时限: duration(item.time.promised),
      到现场次数: item.visits.n,
      收费金额: item.fee.amount,
    },
  });
}
