/**
 * What each request of the mixed load costs: processor milliseconds of the web process, of the database
 * and of the worker, one kind after another. `node bench/cost.ts [REQUESTS]`
 */
import { filled } from '../catalogue/filled.ts';
import { smallPdf } from '../tests/people.ts';
import { assemble } from './life-cycle.ts';
import { spentBy } from './processor.ts';
import { ask, benchItem, startTown, type Session } from './town.ts';

const requests = Number(process.argv[2] ?? 200);
const facts = Object.fromEntries(
  Object.entries(filled['commercial-performance']?.facts ?? {}).filter(
    ([at]) => !/^company\.(name|credit-code)$/.test(at),
  ),
);

const town = await startTown();
const worker = await town.startWorker();
try {
  const { company, clerk } = await assemble(town);
  const nobody: Session = { cookie: '', csrf: '' };
  const drafts: { id: string; version: number }[] = [];
  const filed: string[] = [];
  const good = async (session: Session, what: Parameters<typeof ask>[2]): Promise<Record<string, unknown>> => {
    const { status, body } = await ask(town, session, what);
    if (status !== 200) throw new Error(`${what.path}: ${status} ${JSON.stringify(body).slice(0, 200)}`);
    return body;
  };
  const at = (i: number): string => `/api/cases/drafts/${drafts[i]?.id ?? ''}`;
  const kinds: [string, (i: number) => Promise<unknown>][] = [
    ['start', async () => {
      const begun = await good(company, { method: 'POST', path: '/api/cases/drafts', json: { item: benchItem } });
      drafts.push({ id: String(begun['id']), version: Number(begun['version']) });
    }],
    ['save', (i) => good(company,
      { method: 'PATCH', path: at(i), version: drafts[i]?.version ?? 0, json: { facts } })],
    ['upload', (i) => good(company, { method: 'POST', file: smallPdf(100_000, String(i)),
      path: `${at(i)}/documents?material=programme&index=0&name=p.pdf` })],
    ['submit', async (i) => {
      const done = await good(company,
        { method: 'POST', path: `${at(i)}/submit`, json: { declared: true, again: true } });
      filed.push(String(done['case']));
    }],
    ['settle', () => new Promise((done) => setTimeout(done, 50))],
    ['items', () => good(nobody, { method: 'GET', path: '/api/catalogue/items' })],
    ['item', () => good(nobody, { method: 'GET', path: '/api/catalogue/items/commercial-performance' })],
    ['search', () => good(nobody,
      { method: 'GET', path: `/api/catalogue/items?q=${encodeURIComponent('办演出')}` })],
    ['mine', () => good(company, { method: 'GET', path: '/api/cases/mine' })],
    ['case', (i) => good(company, { method: 'GET', path: `/api/cases/${filed[i] ?? ''}` })],
    ['queue', () => good(clerk, { method: 'GET', path: '/api/cases/queue' })],
  ];
  for (const [kind, one] of kinds) {
    const all = (): number[] => Object.values(spentBy(town, worker));
    const before = all();
    const began = performance.now();
    let next = 0;
    await Promise.all(Array.from({ length: 4 }, async () => {
      while (next < requests) await one(next++);
    }));
    const ms = (performance.now() - began) / requests;
    const each = all().map((now, i) => ((now - (before[i] ?? 0)) / requests).toFixed(2).padStart(6));
    process.stdout.write(`${kind.padEnd(8)} web ${each[0]}  database ${each[1]}  worker ${each[2]}  ` +
      `took ${ms.toFixed(2).padStart(6)} ms each\n`);
  }
} finally {
  await town.close();
}
