/** Licences over HTTP with a real database: issued, made, shown, verified, changed, ended. */
import fs from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '#base';
import { current } from '#catalogue';
import { readLicenceIdentifier } from '#graph';
import { testServer, type TestServer } from '../../tests/server.ts';
import { expire } from './expire.ts';
import { holds } from './holds.ts';
import { issue } from './issue.ts';
import { licenceRounds, licenceTasks } from './jobs.ts';
import { makeFiles } from './make-file.ts';
import { citizen, makeCast, sample, sampleFile, sampleFor, type Cast } from './samples.ts';
import { signer } from './signer.ts';
import { findEvents, findLicence, type Licence } from './store.ts';

let server: TestServer;
let cast: Cast;

const nobody = () => server.client();
const issued = () => sampleFor(server, cast.holder.subject);
const made = () => sampleFile(server, cast.holder);
const one = (id: string) => findLicence(server.world.db, id) as Promise<Licence>;

beforeAll(async () => {
  server = await testServer();
  cast = await makeCast(server);
}, 60_000);
afterAll(() => server.close());

describe('issue', () => {
  test('numbers follow without a gap, the identifier checks', async () => {
    const first = await issued();
    await expect(server.world.db.transaction().execute(async (trx) => {
      await issue(trx, { ...await like(first) });
      throw new Error('the decision failed');
    })).rejects.toThrow('the decision failed');
    const next = await issued();
    const serial = (l: Licence) => Number(/(\d{6})$/.exec(l.number)?.[1]);
    expect(serial(next)).toBe(serial(first) + 1);
    expect(first.number).toMatch(/^沪普助餐（样）〔2026〕\d{6}$/);
    expect(readLicenceIdentifier(first.identifier)).toMatchObject({
      type: '11310107XN0000012C003', issuer: '11310107XN00000207', version: '001',
      serial: `2026${first.number.slice(-6)}`,
    });
  });
  test('twenty at once get twenty numbers', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, issued));
    expect(new Set(all.map((l) => l.number)).size).toBe(20);
    expect(new Set(all.map((l) => l.identifier)).size).toBe(20);
  });
  test('a case leads to one licence', async () => {
    const of = { case: { id: '6f3ed63c-0d6c-4bd9-8a3a-3ad0c0d4c001', number: 'N1' } };
    const person = { subject: cast.holder.subject, name: '张样玲', kind: 'person' as const };
    const licence = await sample(server, person, of);
    await expect(sample(server, person, of)).rejects.toMatchObject({ constraint: 'licence_case' });
    const seen = await cast.holder.client.call('licences.of-case', { id: of.case.id });
    expect(seen.body).toMatchObject({ id: licence.id, state: 'valid', actions: [] });
    const officerSees = await cast.decider.call('licences.of-case', { id: of.case.id });
    expect(officerSees.body.actions.map((a) => [a.action, a.allowed])).toEqual([
      ['suspend', true], ['resume', false], ['revoke', true], ['withdraw', true],
      ['forfeit', true], ['cancel', true],
    ]);
    for (const [who, id, status] of [
      [cast.stranger.client, of.case.id, 404], [cast.elsewhere, of.case.id, 404],
      [nobody(), of.case.id, 401], [cast.clerk, 'x', 400],
    ] as const) expect((await who.call('licences.of-case', { id })).status).toBe(status);
  });
  test('a newer version takes over the number; the older one says so', async () => {
    const old = await issued();
    const renewed = await sample(server,
      { subject: cast.holder.subject, name: '张样玲', kind: 'person' }, { predecessor: old.id });
    expect(renewed).toMatchObject({ number: old.number, version: 2, predecessor: old.id });
    expect(readLicenceIdentifier(renewed.identifier)).toMatchObject({ version: '002' });
    const told = await nobody().call('licences.verify', { code: old.code });
    expect(told.body).toMatchObject({
      found: true, state: 'replaced', successor: { number: old.number, version: 2 },
    });
    await expect(sample(server, { subject: cast.stranger.subject, name: '李样', kind: 'person' },
      { predecessor: renewed.id })).rejects.toMatchObject({ code: 'no-predecessor' });
  });
});

async function like(licence: Licence) {
  const kind = (await current(server.world, 'senior-meals')).version.licences[licence.kind];
  if (!kind) throw new Error('no kind');
  return {
    kind, holder: { subject: licence.holder, name: licence.holderName, kind: licence.holderKind },
    unit: licence.unit, issuer: licence.issuer, attributes: {}, issuedOn: licence.issuedOn,
    until: null, at: licence.at,
  };
}

describe('the file', () => {
  test('is made by the job, signed, and both questions are answered', async () => {
    const { licence, bytes } = await made();
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    const answer = await nobody().call('licences.verify-file', {}, { file: bytes });
    expect(answer.body).toMatchObject({
      found: true, signed: true, intact: true, known: true, state: 'valid',
      number: licence.number, holder: '张*', on: '2026-11-23',
    });
    expect(answer.body.message.zh).toContain('没有被改动');
  });
  test('running the job twice, also at the same time, leaves one file', async () => {
    const licence = await issued();
    const make = () => makeFiles(server.world, [licence.id]);
    await Promise.all([make(), make()]);
    const before = await one(licence.id);
    await licenceTasks['licences.make-file']?.(server.world, { events: [{ licence: licence.id }] });
    expect(await one(licence.id)).toEqual(before);
    const { rows } = await sql`select 1 from base.file_use where owner = ${`licence:${licence.id}`}`
      .execute(server.world.db);
    expect(rows).toHaveLength(1);
  });
  test('a changed byte, an added tail and a cut are found', async () => {
    const { licence, bytes } = await made();
    const changed = Buffer.from(bytes);
    const at = changed.indexOf('stream') + 20;
    changed[at] = (changed[at] ?? 0) ^ 1;
    for (const file of [changed, Buffer.concat([bytes, Buffer.from('\n% more\n')])]) {
      const { body } = await nobody().call('licences.verify-file', {}, { file });
      const { number } = licence;
      expect(body).toMatchObject({ found: true, intact: false, known: true, number });
      expect(body.message.zh).toContain('改动过');
    }
    const { body } = await nobody().call('licences.verify-file', {},
      { file: bytes.subarray(0, bytes.length - 20_000) });
    expect(body).toMatchObject({ found: false, intact: false, known: false, signed: false });
  });
  test('a PDF of somebody else, no PDF, nothing at all', async () => {
    const pdf = Buffer.from('%PDF-1.7\n1 0 obj\n<< /Reason (x) >>\nendobj\n%%EOF\n');
    const { body } = await nobody().call('licences.verify-file', {}, { file: pdf });
    expect(body).toMatchObject({ found: false, known: false, signed: false, intact: false });
    const odd = await nobody().call('licences.verify-file', {}, { file: Buffer.from('hello') });
    expect([odd.status, odd.body.error?.code]).toEqual([415, 'not-a-pdf']);
    const empty = await nobody().call('licences.verify-file', {}, { file: Buffer.alloc(0) });
    expect(empty.status).toBe(415);
  });
  test('one that cannot be made does not hold up the others', async () => {
    const [bad, good] = [await issued(), await issued()];
    await sql`update licences.licence set kind_name = '{}' where id = ${bad.id}`
      .execute(server.world.db);
    await expect(makeFiles(server.world, [bad.id, good.id])).rejects.toThrow();
    expect((await one(bad.id)).file).toBeNull();
    expect((await one(good.id)).file).not.toBeNull();
    await sql`update licences.licence set kind_name = ${JSON.stringify(bad.kindName)}::jsonb
      where id = ${bad.id}`.execute(server.world.db);
    expect(await makeFiles(server.world, [bad.id, good.id])).toBe(1);
  });
  test('a job that was lost is made up for', async () => {
    const licence = await issued();
    const early = await cast.holder.client.call('licences.file', { id: licence.id });
    expect([early.status, early.body.error?.code]).toEqual([409, 'being-made']);
    await sql`delete from base.outbox`.execute(server.world.db);
    server.world.clock.advance({ ms: 400_000 });
    await licenceRounds.find((r) => r.name === 'licences.make-forgotten')?.run(server.world);
    expect((await one(licence.id)).file).not.toBeNull();
  });
  test('a stranger and other officers get what an unknown id gets', async () => {
    const { licence } = await made();
    const unknown = await cast.stranger.client.call('licences.file',
      { id: '00000000-0000-4000-8000-000000000000' });
    for (const who of [cast.stranger.client, cast.elsewhere]) {
      const answer = await who.call('licences.file', { id: licence.id });
      expect([answer.status, answer.body]).toEqual([404, unknown.body]);
    }
    expect((await nobody().call('licences.file', { id: licence.id })).status).toBe(401);
    expect((await cast.clerk.call('licences.file', { id: '1 or 1=1' })).status).toBe(400);
    for (const who of [cast.clerk, cast.head]) {
      expect((await who.call('licences.file', { id: licence.id })).status).toBe(200);
    }
    const ledger = (await cast.holder.client.call('facts.ledger', {})).body.rows;
    expect(ledger.filter((row) => row.what.includes(licence.number))).toHaveLength(2);
  });
});

describe('mine and show', () => {
  test('the holder sees his, a stranger none of them', async () => {
    const licence = await issued();
    const mine = await cast.holder.client.call('licences.mine', {});
    const seen = mine.body.licences.find(({ id }) => id === licence.id);
    expect(seen).toMatchObject({ number: licence.number, holder: '张样玲', state: 'valid' });
    expect(seen?.attributes[0]).toMatchObject({ id: 'level', value: 'B 档（60 至 79 岁）' });
    expect(seen?.code).toMatch(/^(\w{5}-){3}\w{5}$/);
    expect((await cast.stranger.client.call('licences.mine', {})).body.licences).toEqual([]);
    expect((await nobody().call('licences.mine', {})).status).toBe(401);
    expect((await cast.decider.call('licences.mine', {})).status).toBe(403);
  });
  test('a shown code lasts a minute and its use is noted', async () => {
    const licence = await issued();
    const { body } = await cast.holder.client.call('licences.show', { id: licence.id });
    expect(body.url.endsWith(`/verify/${body.code}`)).toBe(true);
    expect(body.code).not.toContain(licence.code);
    const seen = await nobody().call('licences.verify', { code: body.code });
    expect(seen.body).toMatchObject({ found: true, shown: true, holder: '张*', state: 'valid' });
    const { rows } = await sql<{ uses: number }>`select uses from licences.show_code
      where code = ${body.code}`.execute(server.world.db);
    expect(rows).toEqual([{ uses: 1 }]);
    await cast.clerk.call('licences.verify', { code: body.code });
    const ledger = (await cast.holder.client.call('facts.ledger', {})).body.rows;
    expect(ledger.slice(0, 2)).toMatchObject([
      { who: '养老服务科 窗口人员 周*', purpose: '查验证照是否有效' },
      { who: '系统自动办理（扫码查验）', purpose: '查验证照是否有效' },
    ]);
    server.world.clock.advance({ ms: 61_000 });
    const late = await nobody().call('licences.verify', { code: body.code });
    expect(late.body.found).toBe(false);
    expect(late.body.message.zh).toContain('过期');
    expect((await cast.stranger.client.call('licences.show', { id: licence.id })).status).toBe(404);
    expect((await cast.stranger.client.call('licences.show', { id: 'x' })).status).toBe(400);
    expect((await cast.decider.call('licences.show', { id: licence.id })).status).toBe(403);
    expect((await nobody().call('licences.show', { id: licence.id })).status).toBe(401);
  });
});

describe('verify', () => {
  test('tells a slip from an unknown code, and little of a person', async () => {
    const licence = await issued();
    const good = await nobody().call('licences.verify', { code: licence.code });
    expect(Object.keys(good.body).sort()).toEqual(['found', 'from', 'holder', 'identifier',
      'issuedOn', 'issuer', 'kind', 'message', 'name', 'number', 'on', 'state', 'stateName',
      'version']);
    expect(JSON.stringify(good.body)).not.toContain('张样玲');
    const other = licence.code.endsWith('A') ? 'B' : 'A';
    const wrong = licence.code.slice(0, -1) + other;
    const slip = await nobody().call('licences.verify', { code: wrong });
    expect(slip.body).toMatchObject({ found: false });
    expect(slip.body.message.zh).toContain('抄错');
    const no = await nobody().call('licences.verify', { code: licence.number });
    expect(no.body).toMatchObject({ found: false });
    expect((await nobody().call('licences.verify', { code: 'x'.repeat(150) })).status).toBe(400);
  });
});

describe('holds', () => {
  test('what is valid on a day, nothing else', async () => {
    const who = (await citizen(server, { name: '吴样', order: 31 })).subject;
    const person = { subject: who, name: '吴样', kind: 'person' as const };
    const held = async (on: string) =>
      (await holds(server.world.db, { subject: who, kind: 'meal-support-eligibility', on }))
        .map(({ id }) => id);
    const forever = await sample(server, person);
    const short = await sample(server, person, { until: '2026-12-31' });
    const later = await sample(server, person, { from: '2027-02-01', until: '2027-03-01' });
    expect(await held('2026-12-31')).toEqual([forever.id, short.id]);
    expect(await held('2027-01-01')).toEqual([forever.id]);
    expect(await held('2027-02-01')).toEqual([forever.id, later.id]);
    await cast.decider.call('licences.change',
      { id: forever.id, action: 'suspend', reason: '经核查，需要查清来源' });
    expect(await held('2026-12-31')).toEqual([short.id]);
    expect(await holds(server.world.db, { subject: who, kind: [], on: '2026-12-31' })).toEqual([]);
    const [first] = await holds(server.world.db,
      { subject: who, kind: ['resident-id', 'meal-support-eligibility'], on: '2026-12-31' });
    expect(first?.attributes).toEqual({ level: 'B', discount: '0.9' });
  });
});

describe('expiry', () => {
  test('is shown from the day after the last, and written down once', async () => {
    const other = await testServer('2026-12-30T10:00:00+08:00');
    try {
      const who = await citizen(other, { name: '郑样', order: 41 });
      const licence = await sample(other, { subject: who.subject, name: '郑样', kind: 'person' },
        { until: '2026-12-31' });
      const seen = async () =>
        (await other.client().call('licences.verify', { code: licence.code })).body.state;
      other.world.clock.set('2026-12-31T23:59:00+08:00');
      expect([await seen(), await expire(other.world)]).toEqual(['valid', 0]);
      other.world.clock.set('2027-01-01T00:00:30+08:00');
      expect(await seen()).toBe('expired');
      const counts = await Promise.all([expire(other.world), expire(other.world)]);
      expect(counts.reduce((a, b) => a + b)).toBe(1);
      const events = await findEvents(other.world.db, licence.id);
      expect(events.at(-1)).toMatchObject({ action: 'expire', on: '2027-01-01', byRole: 'system' });
      await other.drain();
      const { body } = await who.client.call('messages.list', {});
      expect(body.messages[0]?.title.zh).toContain('已过期');
    } finally {
      await other.close();
    }
  });
});

describe('the signing key', () => {
  test('is made once, for its owner alone', async () => {
    const { settings } = server.world;
    const file = `${settings.folder}/secrets/signer.pem`;
    const first = signer(server.world);
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    // Another process: other settings object, same folder.
    const again = signer({ settings: { ...settings } });
    expect(again.certificate.equals(first.certificate)).toBe(true);
    expect(() => signer({ settings: { ...settings, databaseUrl: 'postgres://x' } }, {}))
      .toThrow(/BANTUO_SIGNING_KEY、BANTUO_SIGNING_CERT/);
    const text = fs.readFileSync(file, 'utf8');
    const [key = '', cert = ''] = text.split(/(?=-----BEGIN CERTIFICATE)/);
    const given = signer({ settings: { ...settings, databaseUrl: 'postgres://x' } },
      { BANTUO_SIGNING_KEY: key.replaceAll('\n', '\\n'), BANTUO_SIGNING_CERT: cert });
    expect(given.certificate.equals(first.certificate)).toBe(true);
  });
});
