/** Ended cases are archived after their time with a package that proves itself, kept, and destroyed by two. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { unzipSync, zipSync, strToU8, strFromU8 } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '#base';
import { verifyArchive } from '../../cli/archive.ts';
import { castOf, caseIn, fetchResult } from '../../tests/matrix/cast.ts';
import { citizen, file, officer } from '../../tests/people.ts';
import { testServer, type TestServer } from '../../tests/server.ts';
import { archiveAfterDays, archiveEnded } from './archive.ts';
import { checkPackage } from './archive-package.ts';
import { audit } from './audit.ts';
import { judge, makePackages } from './make-package.ts';

let server: TestServer;
const cast = castOf(() => server);
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server?.close());

test('a closed case is archived after its days, by the system, once', async () => {
  const applicant = await citizen(server, 'senior');
  const filed = await file(applicant, 'senior-meals', { facts: { 'applicant.residence-street': '310107022' } });
  const clerk = await officer(server, 'zhenru.clerk');
  expect((await clerk.call('cases.settle', { id: filed.case })).body).toMatchObject({ state: 'licence-made' });
  expect(await fetchResult(server, applicant, filed.case)).toBe('closed');
  server.world.clock.advance({ days: archiveAfterDays });
  expect(await archiveEnded(server.world)).toBe(0);
  server.world.clock.advance({ days: 1 });
  expect(await archiveEnded(server.world)).toBe(1);
  expect(await archiveEnded(server.world)).toBe(0);
  server.world.clock.advance({ days: -archiveAfterDays - 1 });
  const view = await applicant.call('cases.case', { id: filed.case });
  expect(view.body.state).toBe('archived');
  expect(view.body.log.at(-1)).toMatchObject({ action: 'archive' });
  expect(view.body.actions.filter((a) => a.allowed)).toEqual([]);
  expect((await audit(server.world)).faults).toEqual([]);
});

/** A granted bath house with its package. */
async function archived(): Promise<{ id: string; zip: Buffer }> {
  const id = await caseIn(server, cast, { state: 'closed' });
  await server.drain();
  const decider = await cast.officer('health.decider');
  expect((await decider.call('cases.package', { id })).body.error?.code).toBe('no-package');
  server.world.clock.advance({ days: archiveAfterDays + 1 });
  await archiveEnded(server.world);
  await makePackages(server.world);
  server.world.clock.advance({ days: -archiveAfterDays - 1 });
  const { body } = await decider.call('cases.package', { id });
  return { id, zip: (body as unknown as { bytes: Buffer }).bytes };
}

const holding = async (zip: Uint8Array, key?: string): Promise<string[]> =>
  (await checkPackage(zip, judge, key)).flatMap((p) => (p.holds ? [] : [`${p.property}：${p.faults.join()}`]));

test('the package has form, materials, papers, result and process, and all four properties hold', async () => {
  const { id, zip } = await archived();
  const files = unzipSync(zip);
  const folders = new Set(Object.keys(files).map((name) => name.split('/')[0]));
  expect(folders).toEqual(new Set(['metadata.xml', 'form', 'materials', 'papers', 'result', 'process',
    'manifest-sha256.txt', 'manifest.sig']));
  expect(strFromU8(files['metadata.xml'] ?? new Uint8Array())).toContain('action="archive"');
  expect(await holding(zip)).toEqual([]);
  const { rows } = await sql<{ report: { holds: boolean }[]; keep_until: string; basis: string }>`select report, keep_until, basis
    from cases.archive_package where "case" = ${id}`.execute(server.world.db);
  expect(rows[0]?.report.map(({ holds }) => holds)).toEqual([true, true, true, true]);
  expect(rows[0]?.basis).toContain('unsure');
  const name = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'bantuo-archive-')), 'package.zip');
  fs.writeFileSync(name, zip);
  expect(await verifyArchive(name, {})).toBe(0);
  expect(await verifyArchive(`${name}.not`, {})).toBe(2);
});

test('what was changed, taken out, added or signed by another is told', async () => {
  const { zip } = await archived();
  const spoil = (change: (files: Record<string, Uint8Array>) => void): Uint8Array => {
    const files = { ...unzipSync(zip) };
    change(files);
    return zipSync(files);
  };
  const facts = 'form/facts.json';
  expect(await holding(spoil((f) => void (f[facts] = strToU8('{}'))))).toEqual([`真实性：${facts} 和清单不一致`]);
  const lost = await holding(spoil((f) => void delete f[facts]));
  expect(lost.join()).toContain(`完整性：清单里有，包里没有：${facts}`);
  expect((await holding(spoil((f) => void (f['form/more.json'] = strToU8('{}'))))).join()).toContain('包里有，清单里没有');
  const list = await holding(spoil((f) => void (f['manifest-sha256.txt'] = strToU8('\n'))));
  expect(list.join()).toContain('清单在签名后被改动过');
  expect((await holding(spoil((f) => void (f['../out.json'] = strToU8('{}'))))).join()).toContain('安全性：路径不安全');
  expect((await holding(zip, 'another key')).join()).toContain('不是本平台的密钥');
  expect(await holding(strToU8('not a zip'))).toEqual(['可用性：不是可以打开的归档包：文件损坏，或者太大']);
});

test('destroyed by two persons after its time; the chain stays, the certificate too', async () => {
  const { id } = await archived();
  const [decider, supervisor] = [await cast.officer('health.decider'), await cast.officer('supervisor')];
  const reason = '保管期限已满，没有继续保管的必要';
  const early = await decider.call('cases.propose-destruction', { id, reason });
  expect([early.status, early.body.error?.code]).toEqual([409, 'kept']);
  await sql`update cases.archive_package set keep_until = '2026-01-01' where "case" = ${id}`.execute(server.world.db);
  expect((await decider.call('cases.destruction-due', {})).body.cases.map((c) => c.id)).toContain(id);
  expect((await supervisor.call('cases.approve-destruction', { id })).body.error?.code).toBe('not-proposed');
  expect((await decider.call('cases.propose-destruction', { id, reason })).status).toBe(200);
  const listed = async (box: 'kept' | 'due' | 'proposed' | 'destroyed', who = decider) =>
    (await who.call('cases.archived', { box })).body.rows.find((row) => row.id === id);
  expect(await listed('proposed')).toMatchObject({ state: 'proposed', whole: true, years: 10, proposed: { reason, mine: true } });
  expect((await supervisor.call('cases.archived', {})).body.counts).toMatchObject({ proposed: 1 });
  expect(JSON.stringify((await decider.call('cases.archived', { box: 'proposed' })).body)).not.toContain('样张浴室');
  const why = '还有一件复议没有结束';
  expect((await supervisor.call('cases.decline-destruction', { id, reason: why })).status).toBe(200);
  expect((await supervisor.call('cases.decline-destruction', { id, reason: why })).body.error?.code).toBe('not-proposed');
  expect(await listed('due')).toMatchObject({ state: 'due', proposed: null, declined: { name: '杜督', why } });
  expect(await listed('due', await cast.officer('culture.decider'))).toBeUndefined();
  expect((await decider.call('cases.propose-destruction', { id, reason })).status).toBe(200);
  expect((await decider.call('cases.approve-destruction', { id })).body.error?.code).toBe('same-person');
  expect((await (await cast.officer('culture.decider')).call('cases.approve-destruction', { id })).status).toBe(404);
  const done = await supervisor.call('cases.approve-destruction', { id });
  expect(done.body).toMatchObject({ proposedBy: '何康', approvedBy: '杜督' });
  expect(done.body.erased?.documents).toBeGreaterThan(0);
  const { rows } = await sql<{ facts: object; subject_name: string }>`select facts, subject_name from cases.case
    where id = ${id}`.execute(server.world.db);
  expect(rows).toEqual([{ facts: {}, subject_name: '（已销毁）' }]);
  expect(await listed('destroyed')).toMatchObject({ state: 'destroyed', destroyed: { name: '杜督', head: done.body.head } });
  expect([await listed('kept'), await listed('due'), await listed('proposed')]).toEqual([undefined, undefined, undefined]);
  expect((await decider.call('cases.package', { id })).body.error?.code).toBe('no-package');
  await server.world.files.sweep(server.world.db);
  expect((await audit(server.world)).faults).toEqual([]);
});
