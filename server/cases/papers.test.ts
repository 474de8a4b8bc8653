/** What the papers say: dates with their computation, all told points, reasons, the ways to remedy. */
import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '#base';
import { openVersion } from '#catalogue';
import { castOf, caseIn } from '../../tests/matrix/cast.ts';
import { testServer, type Client, type TestServer } from '../../tests/server.ts';
import { paragraphsOf, type PaperWords } from './paper-texts.ts';

let server: TestServer;
const cast = castOf(() => server);
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server?.close());

type Row = { id: string; kind: never; number: string; on_date: string; content: Record<string, unknown>;
  case_number: string; item_name: { zh: string }; item_version: string };

async function words(id: string, kind: string): Promise<string> {
  const { rows } = await sql<Row>`select p.id, p.kind, p.number, p.on_date, p.content, c.number as case_number,
    c.item_name, c.item_version from cases.paper p join cases.case c on c.id = p."case"
    where c.id = ${id} and p.kind = ${kind}`.execute(server.world.db);
  const [row] = rows;
  if (!row || rows.length !== 1) throw new Error(`${rows.length} papers ${kind}`);
  const said: PaperWords = paragraphsOf(row, await openVersion(server.world.db, row.item_version));
  return [...said.paragraphs, ...(said.table?.rows.flat() ?? []), ...(said.list ?? []), ...(said.closing ?? [])].join('\n');
}

/** The text of the PDF as it was made, where the machine can read it. */
async function printed(client: Client, id: string, kind: string): Promise<string | undefined> {
  const { body } = await client.call('cases.case', { id });
  const paper = body.papers.find((p) => p.kind === kind);
  const answer = await client.call('cases.file', { id: paper?.id ?? '' });
  try {
    const { bytes } = answer.body as unknown as { bytes: Buffer };
    return execFileSync('pdftotext', ['-', '-'], { input: bytes, stdio: 'pipe' }).toString().replace(/\s/g, '');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

test('a case that goes every way: each paper says what its step did', async () => {
  const applicant = await cast.acting('bathHouse', 'bathHouse');
  const [clerk, reviewer, decider] = await Promise.all(
    ['health.clerk', 'health.reviewer', 'health.decider'].map((login) => cast.officer(login)));
  if (!clerk || !reviewer || !decider) throw new Error('no officers');
  const id = await caseIn(server, cast, { state: 'received' });
  const points = [{ at: 'bath-house.area', message: '建筑面积与图纸不一致，请核对' }];
  await clerk.call('cases.ask-supplement', { id, points });
  await applicant.call('cases.supplement', { id, facts: { 'bath-house.area': '321' } });
  await clerk.call('cases.accept', { id });
  await reviewer.call('cases.start-procedure', { id, procedure: 'on-site-inspection', reason: '核对布局流程', staff: ['林森', '何康'] });
  await reviewer.call('cases.end-procedure', { id, result: '布局不符合', findings: [{ point: 'pool-water-tested', holds: false, words: '现场布局不符合' }] });
  await reviewer.call('cases.review', { id });
  await decider.call('cases.extend', { id, reason: '需要专家意见' });
  await reviewer.call('cases.propose-refusal', { id, reason: '布局不符合要求', cites: ['disinfection-room'] });
  await decider.call('cases.decide', { id, outcome: 'refuse', reason: '布局不符合卫生要求' });
  await server.drain();
  const taken = { by: 'counter', noCode: '核对身份证原件', checked: true, receiver: '周海', signed: true } as const;
  expect((await clerk.call('cases.deliver', { id, ...taken })).body).toMatchObject({ state: 'closed' });
  const { number } = (await applicant.call('cases.case', { id })).body;
  const says: [string, (string | RegExp)[]][] = [
    ['receipt', [number, '2026年11月23日', '卫生检测或评价报告', '2026年11月30日', '逾期不告知']],
    ['supplement', ['建筑面积与图纸不一致，请核对', '一次全部告知', '2026年12月14日']],
    ['supplement-received', ['仅就已告知的内容', '2026年11月30日']],
    ['acceptance', ['2026年12月21日', /工作日/]],
    ['procedure', ['现场审核', '核对布局流程', '林森、何康', '不计入办理期限', '2026年11月30日']],
    ['extension', ['需要专家意见', '第四十二条']],
    ['refusal', ['布局不符合卫生要求', /复议/, /诉讼/]],
    ['delivery', ['窗口领取']],
  ];
  for (const [kind, wanted] of says) {
    const text = await words(id, kind);
    for (const want of wanted) expect(text, kind).toMatch(want);
    expect(text, kind).not.toMatch(/undefined|null|NaN|\[object/);
  }
  await server.drain();
  const refusal = await printed(applicant, id, 'refusal');
  if (refusal !== undefined) {
    expect(refusal).toContain('布局不符合卫生要求');
    expect(refusal).toMatch(/样张|SAMPLE/);
    expect(refusal).toContain(number);
  }
});

test('a granted case: decision, and the paper of delivery', async () => {
  const id = await caseIn(server, cast, { state: 'closed' });
  expect(await words(id, 'grant')).toMatch(/准予.*2026年11月23日/);
  expect(await words(id, 'delivery')).toContain('网上送达');
  expect(await words(id, 'acceptance')).toContain('2026年12月21日');
});
