/**
 * Bad input over HTTP, on every endpoint that takes something: a clear answer in Chinese, never a
 * fault, and nothing half done.
 */
import { execFileSync } from 'node:child_process';
import crypto from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '#base';
import { audit } from '#cases';
import { castOf, caseIn, demoNumber, demoPassword, type Cast } from './matrix/cast.ts';
import { call, declared, samples } from './matrix/stage.ts';
import { file, fillDraft, smallPdf } from './people.ts';
import { testServer, type Answer, type Client, type TestServer } from './server.ts';

let server: TestServer;
let cast: Cast;
beforeAll(async () => {
  server = await testServer();
  cast = castOf(() => server);
});
afterAll(() => server?.close());

const rare = '𬭊㛃䶮𨙸';
const rarer = '𠮷𡈽𪚥';
const hostile = {
  'NUL': 'a\u0000b', 'lone surrogate': 'a\ud800b', 'bidi': '王\u202e芳\u2066', 'zero width': '王\u200b\ufeff芳',
  'over long': '长'.repeat(70_000), 'SQL': `'; drop table cases.case; --`, 'HTML': '<img src=x onerror=alert(1)>',
  'prototype': '__proto__', 'rare': rare + rarer, 'template': '${process.env.HOME} {{7*7}} %s%n', 'blank': '   ',
};

/** A good answer to bad input: accepted as it is, or refused with words. Never a fault. */
function fault(answer: Answer<Record<string, unknown>>): string | undefined {
  const { status, body } = answer;
  if (status === 200) return undefined;
  if (status < 400 || status >= 500 || status === 429) return `${status} ${JSON.stringify(body).slice(0, 200)}`;
  if (!/[\u4e00-\u9fff]{4,}/.test(body.error?.message ?? '')) return `${status} without words: ${JSON.stringify(body)}`;
  for (const field of body.error?.fields ?? []) {
    if (!/[\u4e00-\u9fff]{2,}/.test(field.message)) return `${status} ${field.at}: ${field.message}`;
  }
  return undefined;
}

/** Every place of a value in which a text stands, and the value with another text there. */
function* places(value: unknown, at: string[] = []): Generator<string[]> {
  if (typeof value === 'string') yield at;
  else if (value !== null && typeof value === 'object') {
    for (const [key, v] of Object.entries(value)) yield* places(v, [...at, key]);
  }
}

function withText(value: unknown, at: string[], text: string): unknown {
  const [key, ...rest] = at;
  if (key === undefined) return text;
  if (Array.isArray(value)) return value.with(Number(key), withText(value[Number(key)], rest, text));
  return { ...(value as object), [key]: withText((value as Record<string, unknown>)[key], rest, text) };
}

describe('hostile text in every place of every endpoint', () => {
  const ids = { received: '', reviewed: '', draft: '' };
  beforeAll(async () => {
    ids.received = await caseIn(server, cast, { state: 'received' });
    ids.reviewed = await caseIn(server, cast, { state: 'in-review' });
    ids.draft = (await fillDraft(await cast.acting('bathHouse', 'bathHouse'), 'bath-house-hygiene')).id;
  });
  const names = Object.keys(declared).filter((name) => declared[name]?.body !== 'bytes'
    && Object.keys(declared[name]?.input.shape ?? {}).length > 0);

  test.each(names)('%s', async (name) => {
    const { who } = declared[name] ?? { who: [] };
    const client = who === 'anyone' ? server.client() : Array.isArray(who) && !(who as string[]).includes('citizen')
      ? await cast.officer(officerFor(name)) : await cast.acting('bathHouse', 'bathHouse');
    const sample = samples[name];
    const base = { ...sample?.input, ...(sample?.thing ? { [sample.key ?? 'id']: idFor(name) } : {}),
      ...(name.startsWith('cases.') && sample?.thing === 'case' ? { preview: true, note: '备注' } : {}) };
    const limit = (declared[name] as { limit?: { perMinute: number } } | undefined)?.limit?.perMinute ?? 1000;
    const faults: string[] = [];
    let asked = 0;
    for (const at of places(base)) for (const [kind, text] of Object.entries(hostile)) {
      // In an address a lone surrogate cannot even be sent.
      if (kind === 'lone surrogate' && (inPath(name, at) || declared[name]?.method === 'GET')) continue;
      if (asked++ >= limit / 2) break;
      const input = withText(base, at, kind === 'over long' && (inPath(name, at) || declared[name]?.method === 'GET') ? '长'.repeat(700) : text);
      const found = fault(await call(client, name, input as object, { version: 1, key: crypto.randomUUID() }));
      if (found) faults.push(`${kind} at ${at.join('.')}: ${found}`);
    }
    expect(faults).toEqual([]);
    if (asked > 0) expect(asked).toBeGreaterThan(5);
  });

  const inPath = (name: string, at: string[]): boolean => declared[name]?.path.includes(`:${at[0]}`) ?? false;
  function officerFor(name: string): string {
    if (name === 'licences.change' || name === 'cases.extend' || name === 'cases.decide') return 'health.decider';
    return /review|procedure|not-accept|terminate|propose/.test(name) ? 'health.reviewer' : 'health.clerk';
  }
  function idFor(name: string): string {
    if (samples[name]?.thing === 'draft') return ids.draft;
    if (samples[name]?.thing !== 'case') return crypto.randomUUID();
    return /review|procedure|extend|decide|propose/.test(name) ? ids.reviewed : ids.received;
  }

  test('the tables are all there still, and what was refused left nothing', async () => {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from cases.case`.execute(server.world.db);
    expect(rows[0]?.n).toBe(2);
    const { body } = await (await cast.officer('health.clerk')).call('cases.case', { id: ids.received });
    expect([body.state, body.seq]).toEqual(['received', 2]);
  });
});

describe('what people type', () => {
  test.each([
    ['applicant.account', '6200000000000006', '校验'], ['applicant.emergency-phone', '1390000', '位'],
    ['helper.id-number', demoNumber('19600101', '902').replace(/.$/, (c) => (c === '0' ? '1' : '0')), '校验'], ['applicant.residence-street', '999999', ''],
    ['applicant.residence-address', '长'.repeat(5000), ''], ['ask.in-district', 'perhaps', ''],
    ['applicant.hukou-kind', { deep: ['x'] }, ''],
  ])('%s = %j is kept as typed with what to do', async (at, value, words) => {
    const client = await cast.citizen('senior');
    const { body: draft } = await client.call('cases.start', { item: 'senior-meals' });
    const saved = await client.call('cases.save', { id: draft.id, facts: { [at]: value } as never }, { version: draft.version });
    expect(saved.status).toBe(200);
    expect(saved.body.typed[at]?.problem).toMatch(/[\u4e00-\u9fff]{2,}/);
    expect(saved.body.typed[at]?.problem).toContain(words);
    expect((saved.body.facts as Record<string, unknown>)[at]).toBeUndefined();
  });

  test.each(['2026-02-30', '2026-13-01', '0000-00-00', '2027/02/29', '昨天'])('the date %s is told', async (date) => {
    const client = await cast.acting('bathHouse', 'bathHouse');
    const { body: draft } = await client.call('cases.start', { item: 'bath-house-hygiene' });
    const saved = await client.call('cases.save', { id: draft.id, facts: { 'bath-house.tested-on': date } }, { version: draft.version });
    expect(saved.body.typed['bath-house.tested-on']?.problem).toMatch(/日期|这一天|年.*月/);
  });

  test('a wrong check character stops a registration, a walk-in and a credit code', async () => {
    const right = demoNumber('19600101', '901');
    const wrong = right.replace(/.$/, (c) => (c === '0' ? '1' : '0'));
    const registered = await server.client().call('identity.register',
      { name: '样张', idNumber: wrong, phone: '15399990001', password: demoPassword });
    const walkIn = await (await cast.officer('zhenru.clerk')).call('cases.start',
      { item: 'senior-meals', for: { name: '样张', idNumber: wrong } });
    const firm = await (await cast.citizen('disabled')).call('identity.add-organisation',
      { creditCode: '91310107MAXN000123', name: '样张公司' });
    for (const answer of [registered, walkIn, firm]) {
      expect(answer.status).toBe(400);
      expect(answer.body.error?.fields?.[0]?.message).toMatch(/[\u4e00-\u9fff]{4,}/);
    }
  });

  test('rare characters are kept as they are; on paper those without a glyph stand by their number', async () => {
    const { client, name } = await cast.newcomer(`张${rare}${rarer}`);
    const filed = await file(client, 'senior-meals', { facts: {
      'applicant.residence-street': '310107022', 'applicant.residence-address': `${rarer}路 1 号` } });
    await server.drain();
    const { body } = await client.call('cases.case', { id: filed.case });
    expect(body.applicant).toBe(name);
    expect((body.facts as Record<string, { value?: unknown }>)['applicant.residence-address']?.value).toBe(`${rarer}路 1 号`);
    const paper = await client.call('cases.file', { id: body.papers[0]?.id ?? '' });
    const { bytes } = paper.body as unknown as { bytes: Buffer };
    const text = pdfText(bytes);
    // Where the machine has no pdftotext, paper.test.ts has the drawing of both kinds to itself.
    if (text !== undefined) expect(text.replace(/\s/g, '')).toContain(`张${rare}〔U+20BB7〕〔U+2123D〕〔U+2A6A5〕`);
    expect(bytes.length).toBeGreaterThan(10_000);
  });

  test('directions and invisible characters are taken out, not stored', async () => {
    const client = await cast.citizen('senior');
    const { body: draft } = await client.call('cases.start', { item: 'senior-meals' });
    const facts = { 'applicant.residence-address': '示范\u202e路\u200b 1\ufeff 号' };
    const saved = await client.call('cases.save', { id: draft.id, facts }, { version: draft.version });
    expect((saved.body.facts as Record<string, { value?: unknown }>)['applicant.residence-address']?.value).toBe('示范路 1 号');
  });

  test('HTML and SQL in every field of a form are kept as text, and nothing else happens', async () => {
    const client = await cast.citizen('disabled');
    const text = `<b onclick=x>'; drop table cases.case;--`;
    const { case: id } = await file(client, 'disability-allowance', { facts: { 'applicant.residence-address': text, 'applicant.bank': text } });
    const { body, headers } = await client.call('cases.case', { id });
    expect((body.facts as Record<string, { value?: unknown }>)['applicant.residence-address']?.value).toBe(text);
    expect(headers.get('content-type')).toContain('application/json');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });
});

function pdfText(pdf: Buffer): string | undefined {
  try {
    return execFileSync('pdftotext', ['-', '-'], { input: pdf, stdio: 'pipe' }).toString();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

describe('files', () => {
  const pngHeader = (width: number, height: number): Buffer => {
    const head = Buffer.alloc(33);
    Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').copy(head);
    head.writeUInt32BE(width, 16);
    head.writeUInt32BE(height, 20);
    Buffer.from('0802000000', 'hex').copy(head, 24);
    head.writeUInt32BE(crc32(head.subarray(12, 29)), 29);
    return head;
  };
  const script = Buffer.from(smallPdf().toString('latin1')
    .replace('/Type /Catalog', '/Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert(1)) >>'), 'latin1');
  const cases: [string, { name: string; type: string; file: Buffer }, number][] = [
    ['0 bytes', { name: 'a.pdf', type: 'application/pdf', file: Buffer.alloc(0) }, 400],
    ['a picture called PDF', { name: 'a.pdf', type: 'application/pdf', file: pngHeader(10, 10) }, 400],
    ['a program called PDF', { name: 'a.pdf', type: 'application/pdf', file: Buffer.from('MZ\u0090 this is no document') }, 400],
    ['a page called PDF', { name: 'a.pdf', type: 'application/pdf', file: Buffer.from('<!doctype html><script>alert(1)</script>') }, 400],
    ['a PDF called picture', { name: 'a.png', type: 'image/png', file: smallPdf() }, 400],
    ['30,000 × 30,000 pixels', { name: 'a.png', type: 'image/png', file: pngHeader(30_000, 30_000) }, 400],
    ['a PDF with script', { name: 'a.pdf', type: 'application/pdf', file: script }, 400],
    ['over 20 MB', { name: 'a.pdf', type: 'application/pdf', file: Buffer.concat([smallPdf(), Buffer.alloc(20 * 1024 * 1024)]) }, 413],
    ['a PDF cut short', { name: 'a.pdf', type: 'application/pdf', file: smallPdf().subarray(0, 300) }, 400],
  ];

  test.each(cases)('%s', async (_, { name, type, file: bytes }, status) => {
    const client = await cast.citizen('senior');
    const draft = await client.call('cases.start', { item: 'senior-meals' });
    const answer = await client.call('cases.upload',
      { id: draft.body.id, material: 'identity-card-copy', name }, { file: bytes, type });
    expect(answer.status).toBe(status);
    expect(answer.body.error?.message).toMatch(/[\u4e00-\u9fff]{6,}/);
    expect((await client.call('cases.draft', { id: draft.body.id })).body.documents).toEqual([]);
  });

  test('the same files get an answer where anybody checks a licence', async () => {
    for (const [kind, { file: bytes, type }] of cases) {
      const answer = await server.client().call('licences.verify-file', {}, { file: bytes, type });
      expect(fault(answer as never), kind).toBeUndefined();
      if (answer.status === 200) expect(answer.body).toMatchObject({ found: false });
    }
  });

  test('a hostile name is made harmless, a picture is served redrawn', async () => {
    const client = await cast.citizen('senior');
    const draft = await client.call('cases.start', { item: 'senior-meals' });
    const picture = await sharp({ create: { width: 60, height: 40, channels: 3, background: 'white' } })
      .withExif({ IFD0: { Copyright: 'secret place' } }).jpeg().toBuffer();
    for (const name of ['../../etc/passwd.jpg', 'a\r\nset-cookie: x=1.jpg', '王\u202egpj.exe.jpg', `${'长'.repeat(290)}.jpg`]) {
      const answer = await client.call('cases.upload', { id: draft.body.id, material: 'identity-card-copy', name }, { file: picture, type: 'image/jpeg' });
      expect(answer.status, name).toBe(200);
      expect(answer.body.name).not.toMatch(/[/\\\r\n\u202e]/);
      const served = await client.call('cases.file', { id: answer.body.id });
      expect(served.status).toBe(200);
      expect(served.headers.get('set-cookie')).toBeNull();
      expect((served.body as unknown as { bytes: Buffer }).bytes.includes('secret place')).toBe(false);
    }
  });
});

function crc32(bytes: Buffer): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let i = 0; i < 8; i++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

describe('bodies that are no input', () => {
  const raw = async (client: Client, body: string, type = 'application/json'): Promise<Response> =>
    fetch(`${server.url}/api/cases/drafts`, { method: 'POST', body, headers: {
      'content-type': type, 'cookie': client.cookie, 'x-csrf': client.csrf, 'idempotency-key': crypto.randomUUID() } });
  const bodies: [string, string, number[]][] = [
    ['cut short', '{"item":', [400]], ['a list', '[1,2]', [400]], ['a text', '"x"', [400]], ['a number', '7', [400]],
    ['null', 'null', [400]], ['nothing', '', [400]], ['100,000 lists deep', `{"item":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, [400]],
    ['deep answers', `{"item":"senior-meals","answers":{"applicant.phone":${'['.repeat(5000)}${']'.repeat(5000)}}}`, [200, 400]],
    ['2 MB', JSON.stringify({ item: 'x'.repeat(2_000_000) }), [413]],
    ['prototypes', '{"item":"senior-meals","__proto__":{"roles":["decider"]},"constructor":{"prototype":{"x":1}}}', [200, 400]],
    ['an item named like a prototype', '{"item":"__proto__"}', [404]], ['an item called constructor', '{"item":"constructor"}', [404]],
  ];
  test.each(bodies)('%s', async (_, body, statuses) => {
    const answer = await raw(await cast.citizen('disabled'), body);
    expect(statuses).toContain(answer.status);
    if (answer.status !== 200) {
      const { error } = await answer.json() as { error: { message: string } };
      expect(error.message).toMatch(/[\u4e00-\u9fff]{4,}/);
    }
    expect(({} as Record<string, unknown>)['roles']).toBeUndefined();
  });

  test.each(['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'x/\u00ff'])('of type %s', async (type) => {
    const answer = await raw(await cast.citizen('disabled'), 'item=senior-meals', type);
    expect([400, 415]).toContain(answer.status);
  });

  test('from another page (no token, a wrong one, another session’s) nothing is done', async () => {
    const client = await cast.citizen('disabled');
    const other = await cast.citizen('senior');
    for (const csrf of [null, 'wrong', other.csrf]) {
      const answer = await client.call('cases.start', { item: 'senior-meals' }, { csrf });
      expect([answer.status, answer.body.error?.code]).toEqual([403, 'stale-page']);
    }
  });

  test('ids that are none', async () => {
    const client = await cast.citizen('disabled');
    for (const id of ['1', 'x', '../me', '%00', 'null', "' or 1=1", '00000000-0000-0000-0000-00000000000g']) {
      const answer = await client.call('cases.case', { id });
      expect([400, 404], id).toContain(answer.status);
      expect(answer.body.error?.message).toMatch(/[\u4e00-\u9fff]{4,}/);
    }
  });
});

test('an action in the wrong state says what is, what would be needed, and what to do', async () => {
  const id = await caseIn(server, cast, { state: 'received' });
  const answer = await (await cast.officer('health.decider')).call('cases.decide', { id, outcome: 'grant' });
  expect(answer.status).toBe(409);
  expect(answer.body.error?.message).toMatch(/已收件.*审查中.*刷新/s);
});

test('nothing is half done afterwards', async () => {
  await server.drain();
  expect((await audit(server.world)).faults).toEqual([]);
  const { rows } = await sql`select 1 from cases.document d left join base.file_use u on u.owner = 'document:' || d.id
    where u.file is null`.execute(server.world.db);
  expect(rows).toEqual([]);
});
