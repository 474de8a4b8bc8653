/** The public register of licensing decisions: anyone may look, a person's name is masked. */
import { announce, notThere, Refused, type Complaint, type Context } from '#base';
import { current } from '#catalogue';
import { canonical, maskName, type FieldKind } from '#graph';
import { actsFor, type Actor } from '#identity';
import { printed } from './make-file.ts';
import { searchPublic, type After, type Found, type Search } from './search.ts';
import { stateOn, states } from './states.ts';
import type { Text } from './store.ts';

const pageSize = 20;

export type Query = { item: string; by: Record<string, string | null>; page?: string | undefined };
export type Row = Record<string, string | Text | null>;

/** The criteria by the id of the form's field, with the type that reads them. */
const criteria: Record<string, { of: keyof Search; field: FieldKind }> = {
  number: { of: 'number', field: text('文号') },
  holder: { of: 'holder', field: text('单位名称') },
  'holder-code': { of: 'holderCode', field: { ...text('信用代码'), type: 'credit-code' } },
  'item-name': { of: 'itemName', field: text('许可事项') },
  authority: { of: 'authority', field: text('许可机关') },
  'decided-from': { of: 'decidedFrom', field: { ...text('决定日期起'), type: 'date' } },
  'decided-to': { of: 'decidedTo', field: { ...text('决定日期止'), type: 'date' } },
};

function text(zh: string): FieldKind {
  return { type: 'text', name: { zh }, 'max length': 100 };
}

/**
 * Answers a query item: 20 rows a page, the newest first, the columns that the item shows
 * (licensing law art. 40; what is searched by: reference law-licences §8). Announces
 * `register.queried` with the asker's subject when somebody is signed in; the facts room writes it
 * to his ledger.
 * @throws Refused 404 for an item that is no query, 400 with the fields that are wrong
 */
export async function query(
  context: Context<Actor>, asked: Query,
): Promise<{ rows: Row[]; next: string | null }> {
  const { item } = await current(context, asked.item);
  if (item.procedure !== 'query' || item.query?.source !== 'licensing-decisions') throw notThere();
  const search = readSearch(asked.by);
  const after = asked.page ? readPage(asked.page) : undefined;
  const { shows } = item.query;
  const find = { ...(after ? { after } : {}), limit: pageSize + 1 };
  if (context.actor.subject === '') {
    return answer(await searchPublic(context.db, search, find), shows, context.today);
  }
  return context.tx(async (trx) => {
    const found = await searchPublic(trx, search, find);
    await announce(trx, {
      topic: 'register.queried',
      payload: {
        subject: actsFor(context.actor), account: context.actor.id, item: item.id,
        itemName: item.name, by: Object.keys(search), at: context.now.toISOString(),
      },
    });
    return answer(found, shows, context.today);
  });
}

function answer(
  found: Found[], shows: readonly string[], today: string,
): { rows: Row[]; next: string | null } {
  const rows = found.slice(0, pageSize);
  const last = rows.at(-1);
  const next = found.length > pageSize && last
    ? Buffer.from(JSON.stringify([last.issuedOn, last.id])).toString('base64url') : null;
  return { rows: rows.map((row) => shown(row, shows, today)), next };
}

const classes: Record<string, string> = {
  permit: '许可证', approval: '批准文件', eligibility: '资格证', decision: '决定书',
  identity: '身份证明', 'business-licence': '营业执照', register: '登记凭证',
};

function shown(found: Found, shows: readonly string[], today: string): Row {
  const state = states[stateOn(found, today)];
  const name = found.holderKind === 'person' ? maskName(found.holderName) : found.holderName;
  const all: Row = {
    number: found.number, item: found.itemName ?? found.kindName,
    kind: classes[found.class] ?? found.class, content: contentOf(found), holder: name,
    'holder-code': found.holderKind === 'organisation' ? found.holderCode : null,
    'decided-on': found.issuedOn, 'valid-from': found.from, 'valid-until': found.until,
    authority: found.issuer.name, state,
  };
  return Object.fromEntries(shows.flatMap((id) => (id in all ? [[id, all[id] ?? null]] : [])));
}

/** Attributes of the holder himself have columns of their own. */
const elsewhere = new Set(['holder-name', 'organiser', 'name', 'credit-code', 'organiser-code']);
/** 负责人, 法定代表人, 领取人, 持证人姓名: a person by name, who is masked here. */
const namesPerson = /(人|姓名)$/;

function contentOf(found: Found): string {
  if (found.holderKind === 'person') return '';
  return found.attributes
    .filter(({ id, type, value }) => value !== null && type !== 'id-number' && !elsewhere.has(id))
    .map((a) => {
      const value = printed(a);
      return `${a.name.zh}：${namesPerson.test(a.name.zh) ? maskName(value) : value}`;
    })
    .join('；');
}

/** Reads the criteria: keys are field ids or addresses (`decision-search.holder`). */
function readSearch(by: Query['by']): Search {
  const search: Search = {};
  const wrong: Complaint[] = [];
  for (const [at, value] of Object.entries(by)) {
    if (value === null || value === '') continue;
    const id = at.split('.').at(-1) ?? '';
    const known = Object.hasOwn(criteria, id) ? criteria[id] : undefined;
    const read = known ? canonical(known.field, value) : { problem: '不能按这一项查询' };
    if ('problem' in read) wrong.push({ at, message: read.problem });
    else if (known && typeof read.value === 'string') search[known.of] = read.value;
  }
  if (search.holder !== undefined && [...search.holder].length < 2) {
    wrong.push({ at: 'decision-search.holder', message: '单位名称至少写两个字' });
  }
  const { decidedFrom, decidedTo } = search;
  if (decidedFrom && decidedTo && decidedFrom > decidedTo) {
    wrong.push({ at: 'decision-search.decided-to', message: '止期早于起期，请对调或改正' });
  }
  if (wrong.length > 0) {
    throw new Refused('bad-input', 400, '有几项查询条件填得不对，请按提示改好再查。', { fields: wrong });
  }
  if (Object.keys(search).length === 0) {
    throw new Refused('nothing-asked', 400, '请至少填一项再查：文号、单位名称、信用代码、许可事项或日期。');
  }
  return search;
}

function readPage(page: string): After {
  try {
    const [issuedOn, id] = JSON.parse(Buffer.from(page, 'base64url').toString()) as unknown[];
    if (/^\d{4}-\d\d-\d\d$/.test(String(issuedOn)) && /^[0-9a-f-]{36}$/.test(String(id))) {
      return { issuedOn: String(issuedOn), id: String(id) };
    }
  } catch {
    // Not one of ours: told below.
  }
  throw new Refused('bad-page', 400, '翻页的位置不对，请回到第一页重新查。');
}
