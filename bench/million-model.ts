/** A model case, lived over HTTP, as SQL that makes many of it: every row of every table it left. */
import type pg from 'pg';
import { canonicalJson } from '#base';
import { digestSql, expression, hmacSql, jsonExpression, type Moved, type Own } from './million-text.ts';

type Row = Record<string, unknown>;
type Act = {
  seq: number; action: string; role: string; actor: string; actor_name: string; actor_unit: string | null;
  at: string; state: string; salt: string; content: Row;
};
/** `insert`: the statement that makes all of the model that lie so many days before it. */
export type Model = { name: string; insert: (shift: number) => string };

/** Tables whose rows bear an id of their own. */
const withId = ['cases.document', 'cases.paper', 'licences.licence', 'messages.message'];

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
    ['licences.licence', 'case_id = $1'], ['messages.message', 'case_id = $1'],
    ['licences.licence_event', 'licence in (select id from licences.licence where case_id = $1)'],
    ['base.file_use', `owner in (select 'document:' || id from cases.document where "case" = $1
      union all select 'paper:' || id from cases.paper where "case" = $1)`],
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
  return { name: given.name, insert: (shift) => statement(parts, given.name, shift) };
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

/** The value of a column for `m`. */
function valueOf(name: string, type: string, given: { value: unknown; of: Moved }): string {
  const { value, of } = given;
  if (value === null || value === undefined) return `null::${type}`;
  if (type === 'jsonb' || type === 'json') return `${jsonExpression(value, of)}::${type}`;
  if (type.startsWith('timestamp')) return instant(String(value), of);
  if (type.endsWith('[]')) return `'${canonicalJson(value).replace('[', '{').replace(']', '}')}'::${type}`;
  if (name === 'unit') return 'm.unit';
  if (name === 'unit_path') return 'm.unit_path';
  return `${expression(String(value), of)}::${type}`;
}

function insertOf({ table, columns, row }: Kind, of: Moved, key: Buffer): string {
  const there = columns.filter(({ name }) => name in row);
  const values = there.map(({ name, type }) => {
    // Parties are found by the digest of their number: the applicant's is his own, others are as many.
    if (table === 'cases.party' && name === 'number_digest') {
      const number = String(row['party']).includes('[') ? `${hmacText(row)}||m.n` : 'm.code';
      return `rtrim(translate(${hmacSql(key, `'number'||chr(10)||${number}`, 'base64')},'+/','-_'),'=')`;
    }
    if (table === 'licences.licence' && name === 'file_digest' && row[name] !== null) return digestSql('m.id::text');
    if (table === 'messages.message' && name === 'key' && row[name] !== null)
      return `'made '||m.n||'${String(row['id'])}'`;
    return valueOf(name, type, { value: row[name], of });
  });
  return `insert into ${table} (${there.map(({ name }) => `"${name}"`).join(', ')}) select ${values.join(', ')} from m`;
}

const hmacText = (row: Row): string => `'${String(row['number_digest'])}'`;

type Parts = {
  c: Row; own: Own[]; acts: Act[]; kinds: Kind[]; key: Buffer; caseColumns: { name: string; type: string }[];
};

/** What the log digests of a case when it is filed (server/cases/submit.ts). */
const filed = [
  'number', 'item', 'item_version', 'subject', 'subject_name', 'filer', 'unit', 'channel', 'path',
];

/** One statement makes the cases of a day: acts with their chain, columns, all else. */
function statement(parts: Parts, name: string, shift: number): string {
  const { c, acts, key } = parts;
  const of: Moved = { own: parts.own, shift };
  const facts = jsonExpression(c['facts'], of);
  const whole = jsonExpression(Object.fromEntries(filed.map((k) => [k, c[k]])), of);
  const submitted = acts[0]?.content ?? {};
  const more: Moved = { shift, own: [
    ...parts.own, { text: String(submitted['facts']), sql: 'm.facts_digest' },
    { text: String(submitted['case']), sql: 'm.case_digest' },
  ] };
  // Digest and link of each act once, one after the other: `offset 0` keeps them from being folded together.
  const laterals = acts.flatMap((act, i) => [
    `lateral (select ${digestOf(act, more)} as g offset 0) g${i + 1}`,
    `lateral (select ${link(act, { of, key, i })} as h offset 0) l${i + 1}`,
  ]);
  const names = acts.map((_, i) => `g${i + 1}.g as g${i + 1}, l${i + 1}.h as h${i + 1}`);
  const values = acts.map((act, i) => `(${act.seq}, '${act.action}', '${act.role}', ${expression(act.actor, of)},
    ${expression(act.actor_name, of)}, ${act.actor_unit === null ? 'null' : 'm.unit'}, ${instant(act.at, of)},
    '${act.state}', '${act.salt}', ${jsonExpression(act.content, more)}::jsonb, m.g${i + 1}, m.h${i + 1})`);
  const columns = parts.caseColumns.filter((column) => column.name in c);
  const cells = columns.map(({ name: column, type }) => {
    if (column === 'head') return `m.h${acts.length}`;
    if (column === 'owner_name' || column === 'owner') return ownerCell(c, column, type);
    if (column === 'unit_name') return 'm.unit_name';
    return valueOf(column, type, { value: c[column], of });
  });
  const inserts = parts.kinds.map((kind) => insertOf(kind, of, key));
  return `with b as materialized (select m.*, ${digestSql(facts)} as facts_digest,
      ${digestSql(whole)} as case_digest
    from made.bench m where m.model = '${name}' and m.shift = ${shift}),
  m as materialized (select m.*, ${names.join(', ')} from b m, ${laterals.join(', ')}),
  acts as (insert into cases.action ("case", seq, action, role, actor, actor_name, actor_unit, at, state, salt,
      content, digest, hash)
    select m.id, v.* from m, lateral (values ${values.join(', ')}) v),
  ${inserts.map((sql, i) => `t${i} as (${sql})`).join(',\n  ')}
  insert into cases.case (${columns.map((column) => `"${column.name}"`).join(', ')})
  select ${cells.join(', ')} from m`;
}

const ownerCell = (c: Row, column: string, type: string): string =>
  (c[column] === null ? `null::${type}` : `'${String(c[column])}'::${type}`);

const instant = (at: string, { shift }: Moved): string =>
  `(timestamptz '${new Date(Date.parse(at) - shift * 86_400_000).toISOString()}' + m.second)`;

/** Digest of an act's erasable content: `set` is covered by the link itself. */
function digestOf(act: Act, of: Moved): string {
  const { set: _set, ...rest } = act.content;
  return digestSql(`('${act.salt}'||chr(10)||${jsonExpression(rest, of)})`);
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
