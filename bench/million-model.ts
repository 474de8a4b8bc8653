/**
 * A model case, lived over HTTP, as SQL that makes many of it: every row of every table it left. One
 * statement makes a day's cases of one table; long values that all of the day share are laid down once,
 * compressed as they will be stored, for parsing and compressing them again a million times is half the work.
 */
import crypto from 'node:crypto';
import type pg from 'pg';
import { canonicalJson } from '#base';
import {
  digestSql, expression, hmacSql, isLiteral, jsonExpression, movedJson, type Moved, type Own,
} from './million-text.ts';

type Row = Record<string, unknown>;
type Act = {
  seq: number; action: string; role: string; actor: string; actor_name: string; actor_unit: string | null;
  at: string; state: string; salt: string; content: Row;
};
/** Long values that a statement refers to, by name, and the statement. */
export type Insert = { said: [string, string][]; sql: string };
/**
 * `insert`: makes all rows of a table for those of the model that lie so many days before it; nothing
 * where the model left none. Facts are the model's own, moved by the days and nothing else.
 */
export type Model = { name: string; insert: (table: string, shift: number) => Insert | undefined };

/** Tables whose rows bear an id of their own. */
const withId = ['cases.document', 'cases.paper', 'licences.licence', 'messages.message', 'feedback.contact'];

async function rowsOf(client: pg.Client, table: string, where: string, id: string): Promise<Row[]> {
  const { rows } = await client.query<{ r: Row }>(
    `select to_jsonb(t) as r from ${table} t where ${where}`, [id]);
  return rows.map(({ r }) => r);
}

async function columnsOf(client: pg.Client, table: string): Promise<{ name: string; type: string }[]> {
  const { rows } = await client.query<{ name: string; type: string }>(`select a.attname as name,
      format_type(a.atttypid, a.atttypmod) as type
    from pg_attribute a where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped
      and a.attidentity = '' and a.attgenerated = '' order by a.attnum`, [table]);
  return rows;
}

/** Reads all rows of the case `id` and gives the statement that makes others like it. */
export async function modelOf(
  client: pg.Client, given: { name: string; id: string; key: Buffer },
): Promise<Model> {
  const { id } = given;
  const [c] = await rowsOf(client, 'cases.case', 't.id = $1', id);
  if (!c) throw new Error(`no case ${id}`);
  const { rows: [subject] } = await client.query<Row>(
    'select name, coalesce(credit_code, id_number) as code from identity.subject where id = $1', [c['subject']]);
  const tables = [
    ['cases.document', '"case" = $1'], ['cases.party', '"case" = $1'], ['cases.deadline', '"case" = $1'],
    ['cases.stop', '"case" = $1'], ['cases.paper', '"case" = $1'],
    ['cases.archive_package', '"case" = $1'], ['feedback.contact', '"case" = $1'],
    ['licences.licence', 'case_id = $1'], ['messages.message', 'case_id = $1'],
    ['licences.licence_event', 'licence in (select id from licences.licence where case_id = $1)'],
    ['base.file_use', `owner in (select 'document:' || id from cases.document where "case" = $1
      union all select 'paper:' || id from cases.paper where "case" = $1
      union all select 'package:' || $1::text)`],
  ] as const;
  const kept: [string, Row[]][] = [];
  for (const [table, where] of tables) kept.push([table, await rowsOf(client, table, where, id)]);
  const own = ownOf(c, subject ?? {}, kept);
  const { rows: acts } = await client.query<Act>(`select seq, action, role, actor, actor_name, actor_unit,
    to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, state, salt, content
    from cases.action where "case" = $1 order by seq`, [id]);
  const kinds: Kind[] = [];
  for (const [table, rows] of kept) {
    const columns = await columnsOf(client, table);
    for (const row of rows) kinds.push({ table, columns, row });
  }
  const caseColumns = await columnsOf(client, 'cases.case');
  const parts = { c, own, acts, kinds, key: given.key, caseColumns };
  return {
    name: given.name,
    insert(table, shift) {
      const of: Moved = { own, shift };
      const from = `from made.bench m where m.model = '${given.name}' and m.shift = ${shift}`;
      if (table === 'cases.case' || table === 'cases.action') return withChain(parts, { of, from, table });
      const mine = kinds.filter((kind) => kind.table === table);
      return mine.length === 0 ? undefined : rowsAlone(mine, { of, key: given.key, from });
    },
  };
}

/** What is its own of a case, and where the others take theirs from. */
function ownOf(c: Row, subject: Row, kept: [string, Row[]][]): Own[] {
  const number = String(c['number']);
  const own: Own[] = [
    { text: String(c['id']), sql: 'm.id::text' }, { text: number, sql: 'm.number' },
    { text: `〔${number.slice(6, 10)}〕${number.slice(15, 23)}`,
      sql: "('〔'||substr(m.number,7,4)||'〕'||substr(m.number,16,8))" },
    { text: String(c['subject']), sql: 'm.subject::text' }, { text: String(c['filer']), sql: 'm.subject::text' },
    { text: String(subject['name']), sql: 'm.name' }, { text: String(subject['code']), sql: 'm.code' },
    { text: JSON.stringify(String(c['unit'])), sql: `('"'||m.unit||'"')` },
  ];
  for (const [table, rows] of kept) {
    if (!withId.includes(table)) continue;
    rows.forEach((row, i) => {
      own.push({ text: String(row['id']), sql: `md5('${table}${i} '||m.n)::uuid::text` });
      if (table === 'licences.licence') {
        for (const column of ['number', 'identifier', 'code']) {
          own.push({ text: String(row[column]), sql: `('${column.slice(0, 1)}'||m.n::text||'${i}')` });
        }
      }
    });
  }
  return own;
}

type Kind = { table: string; columns: { name: string; type: string }[]; row: Row };

/** Longer than this a value is laid down once for all of a day. */
const long = 1500;

/** The value of a column for `m`; what is long and the same for all is put into `said`. */
function valueOf(name: string, type: string, given: { value: unknown; of: Moved; said: Insert['said'] }): string {
  const { value, of, said } = given;
  if (value === null || value === undefined) return `null::${type}`;
  if (type === 'jsonb' || type === 'json') {
    const text = jsonExpression(value, of);
    if (type === 'json' || text.length < long || !isLiteral(text)) return `${text}::${type}`;
    said.push([`${name}${said.length}`, text]);
    return `(select v from said where name = '${said.at(-1)?.[0]}')`;
  }
  if (type.startsWith('timestamp')) return instant(String(value), of);
  if (type.endsWith('[]')) return `'${canonicalJson(value).replace('[', '{').replace(']', '}')}'::${type}`;
  if (name === 'unit') return 'm.unit';
  if (name === 'unit_path') return 'm.unit_path';
  return `${expression(String(value), of)}::${type}`;
}

/** Rows of one table, kind by kind. */
function rowsAlone(kinds: Kind[], { of, key, from }: { of: Moved; key: Buffer; from: string }): Insert {
  const said: Insert['said'] = [];
  const [first] = kinds as [Kind, ...Kind[]];
  const columns = first.columns.filter(({ name }) => name in first.row);
  const selects = kinds.map(({ table, row }) => {
    const values = columns.map(({ name, type }) => {
      // Parties are found by the digest of their number: the applicant's is his own, others are as many.
      if (table === 'cases.party' && name === 'number_digest') {
        const number = String(row['party']).includes('[') ? `${hmacText(row)}||m.n` : 'm.code';
        return `rtrim(translate(${hmacSql(key, `'number'||chr(10)||${number}`, 'base64')},'+/','-_'),'=')`;
      }
      if (table === 'licences.licence' && name === 'file_digest' && row[name] !== null) return digestSql('m.id::text');
      if (table === 'messages.message' && name === 'key' && row[name] !== null)
        return `'made '||m.n||'${String(row['id'])}'`;
      return valueOf(name, type, { value: row[name], of, said });
    });
    return `select ${values.join(', ')} from m`;
  });
  return { said, sql: `with m as materialized (select m.* ${from})
    insert into ${first.table} (${columns.map(({ name }) => `"${name}"`).join(', ')})
    ${selects.join('\n    union all ')}` };
}

const hmacText = (row: Row): string => `'${String(row['number_digest'])}'`;

type Parts = {
  c: Row; own: Own[]; acts: Act[]; kinds: Kind[]; key: Buffer; caseColumns: { name: string; type: string }[];
};

/** What the log digests of a case when it is filed (server/cases/submit.ts). */
const filed = [
  'number', 'item', 'item_version', 'subject', 'subject_name', 'filer', 'unit', 'channel', 'path',
];

/**
 * The acts of a day's cases, or the cases: both go through the chain, once for its rows and once for its
 * head, so that two connections can bring them in at the same time.
 */
function withChain(parts: Parts, { of, from, table }: { of: Moved; from: string; table: string }): Insert {
  const { c, acts, key } = parts;
  const whole = jsonExpression(Object.fromEntries(filed.map((k) => [k, c[k]])), of);
  const submitted = acts[0]?.content ?? {};
  const facts = crypto.createHash('sha256').update(canonicalJson(movedJson(c['facts'], of.shift))).digest('hex');
  const more: Moved = { shift: of.shift, own: [
    ...parts.own, { text: String(submitted['facts']), sql: `'${facts}'` },
    { text: String(submitted['case']), sql: 'm.case_digest' },
  ] };
  // Digest and link of each act once, one after the other: `offset 0` keeps them from being folded together.
  const laterals = acts.flatMap((act, i) => [
    `lateral (select ${digestOf(act, more)} as g offset 0) g${i + 1}`,
    `lateral (select ${link(act, { of, key, i })} as h offset 0) l${i + 1}`,
  ]);
  const all = table === 'cases.action';
  const names = all ? acts.map((_, i) => `g${i + 1}.g as g${i + 1}, l${i + 1}.h as h${i + 1}`).join(', ')
    : `l${acts.length}.h as head`;
  const chained = `with b as materialized (select m.*, ${digestSql(whole)} as case_digest ${from}),
    m as materialized (select m.*, ${names} from b m ${laterals.map((l) => `cross join ${l}`).join(' ')})`;
  return all ? { said: [], sql: `${chained} ${actsOf(acts, of, more)}` } : casesOf(parts, of, chained);
}

function actsOf(acts: Act[], of: Moved, more: Moved): string {
  const selects = acts.map((act, i) => `select m.id, ${act.seq}, '${act.action}', '${act.role}',
    ${expression(act.actor, of)}, ${expression(act.actor_name, of)}, ${act.actor_unit === null ? 'null' : 'm.unit'},
    ${instant(act.at, of)}, '${act.state}', ${saltOf(act)}, ${jsonExpression(act.content, more)}::jsonb,
    m.g${i + 1}, m.h${i + 1} from m`);
  return `insert into cases.action ("case", seq, action, role, actor, actor_name, actor_unit, at, state, salt,
      content, digest, hash) ${selects.join('\n    union all ')}`;
}

function casesOf({ c, caseColumns }: Parts, of: Moved, chained: string): Insert {
  const said: Insert['said'] = [];
  const columns = caseColumns.filter((column) => column.name in c);
  const cells = columns.map(({ name: column, type }) => {
    if (column === 'head') return 'm.head';
    if (column === 'owner_name' || column === 'owner') return ownerCell(c, column, type);
    if (column === 'unit_name') return 'm.unit_name';
    return valueOf(column, type, { value: c[column], of: column === 'facts' ? { ...of, own: [] } : of, said });
  });
  return { said, sql: `${chained} insert into cases.case (${columns.map(({ name }) => `"${name}"`).join(', ')})
    select ${cells.join(', ')} from m` };
}

/** A salt of each act's own, as long as a real one. */
const saltOf = (act: Act): string => `substr(md5('${act.seq} '||m.n), 1, 12)`;

const ownerCell = (c: Row, column: string, type: string): string =>
  (c[column] === null ? `null::${type}` : `'${String(c[column])}'::${type}`);

const instant = (at: string, { shift }: Moved): string =>
  `(timestamptz '${new Date(Date.parse(at) - shift * 86_400_000).toISOString()}' + m.second)`;

/** Digest of an act's erasable content: `set` is covered by the link itself. */
function digestOf(act: Act, of: Moved): string {
  const { set: _set, ...rest } = act.content;
  return digestSql(`(${saltOf(act)}||chr(10)||${jsonExpression(rest, of)})`);
}

/** The HMAC that ties an act to the one before, as server/base/chain.ts does it. */
function link(act: Act, { of, key, i }: { of: Moved; key: Buffer; i: number }): string {
  const { set } = act.content;
  const action = `${act.action} ${act.role} ${act.state}${set ? ` ${canonicalJson(set)}` : ''}`;
  const actor = JSON.stringify([act.actor, act.actor_name, act.actor_unit]);
  const at = `to_char(${instant(act.at, of)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  return hmacSql(key, [
    i === 0 ? "''" : `l${i}.h`, 'chr(10)', 'm.id::text', 'chr(10)', `'${act.seq}'`, 'chr(10)',
    expression(action, of), 'chr(10)',
    expression(actor, of), 'chr(10)', at, 'chr(10)', `g${i + 1}.g`,
  ].join('||'));
}
