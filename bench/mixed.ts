/**
 * The mixed load of a city on one node: 20 whole applications to eight bureaus and 150 reads a second
 * for five minutes, arriving by the clock whether or not the answers have come (goal: p95 ≤ 300 ms, no error).
 * `node bench/mixed.ts [SECONDS] [APPLICATIONS/S] [READS/S]`; the client shares the machine.
 */
import { filled } from '../catalogue/filled.ts';
import { smallPdf } from '../tests/people.ts';
import { assemble } from './life-cycle.ts';
import { spentBy } from './processor.ts';
import { ask, benchItems, startTown, type Session } from './town.ts';

const seconds = Number(process.argv[2] ?? 300);
const submitsPerSecond = Number(process.argv[3] ?? 20);
const readsPerSecond = Number(process.argv[4] ?? 150);

const facts = Object.fromEntries(
  Object.entries(filled['commercial-performance']?.facts ?? {}).filter(
    ([at]) => !/^company\.(name|credit-code)$/.test(at),
  ),
);

type Times = Map<string, number[]>;

const town = await startTown();
const worker = await town.startWorker();
const times: Times = new Map();
const errors: string[] = [];
const note = (kind: string, ms: number): void =>
  void (times.get(kind) ?? times.set(kind, []).get(kind))?.push(ms);

async function timed(
  kind: string,
  session: Session,
  what: Parameters<typeof ask>[2],
): Promise<Record<string, unknown> | undefined> {
  const began = performance.now();
  try {
    const { status, body } = await ask(town, session, what);
    note(kind, performance.now() - began);
    if (status === 200) return body;
    errors.push(`${kind}: ${status} ${JSON.stringify(body).slice(0, 200)}`);
  } catch (error) {
    errors.push(`${kind}: ${(error as Error).message}`);
  }
  return undefined;
}

let serial = 0;
const filed: string[] = [];

/** One application: draft, facts, a document, submit. */
async function apply(company: Session): Promise<void> {
  const begun = await timed('start', company, {
    method: 'POST',
    path: '/api/cases/drafts',
    json: { item: benchItems[serial % benchItems.length] },
  });
  if (!begun) return;
  const at = `/api/cases/drafts/${String(begun['id'])}`;
  await timed('save', company, {
    method: 'PATCH',
    path: at,
    version: Number(begun['version']),
    json: { facts },
  });
  await timed('upload', company, {
    method: 'POST',
    file: smallPdf(100_000, String(serial++)),
    path: `${at}/documents?material=programme&index=0&name=p.pdf`,
  });
  const done = await timed('submit', company, {
    method: 'POST',
    path: `${at}/submit`,
    json: { declared: true, again: true },
  });
  if (done) filed.push(String(done['case']));
}

function percentile(values: number[], p: number): string {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] ?? Number.NaN).toFixed(
    0,
  );
}

try {
  const { company, clerk } = await assemble(town);
  const nobody: Session = { cookie: '', csrf: '' };
  const reads: [string, Session, () => string][] = [
    ['items', nobody, () => '/api/catalogue/items'],
    ['item', nobody, () => '/api/catalogue/items/commercial-performance'],
    ['search', nobody, () => `/api/catalogue/items?q=${encodeURIComponent('办演出')}`],
    ['mine', company, () => '/api/cases/mine'],
    ['case', company, () => `/api/cases/${filed.at(-1 - (serial % 20)) ?? filed[0] ?? ''}`],
    ['queue', clerk, () => '/api/cases/queue'],
  ];
  for (let i = 0; i < 20; i++) await apply(company);
  for (const [kind, session, path] of reads) {
    const { status } = await ask(town, session, { method: 'GET', path: path() });
    if (status !== 200) throw new Error(`${kind} ${path()}: ${status}`);
  }
  times.clear();
  errors.length = 0;
  const under = new Set<Promise<unknown>>();
  const go = (work: Promise<unknown>): void => {
    under.add(work);
    void work.finally(() => under.delete(work));
  };
  const before = { ...spentBy(town, worker), client: process.cpuUsage() };
  const began = performance.now();
  let [sent, read] = [0, 0];
  for (let now = 0; now < seconds; now = (performance.now() - began) / 1000) {
    while (sent < now * submitsPerSecond) {
      go(apply(company));
      sent += 1;
    }
    while (read < now * readsPerSecond) {
      const [kind, session, path] = reads[read % reads.length] as (typeof reads)[number];
      go(timed(kind, session, { method: 'GET', path: path() }));
      read += 1;
    }
    await new Promise((next) => setTimeout(next, 2));
  }
  await Promise.all(under);
  const took = (performance.now() - began) / 1000;
  const after = spentBy(town, worker);
  const { user, system } = process.cpuUsage(before.client);
  const share = (ms: number): string => `${(ms / took / 10).toFixed(0)} %`;
  process.stdout.write(`processor: web ${share(after.web - before.web)}, database ` +
    `${share(after.database - before.database)}, worker ${share(after.worker - before.worker)}, ` +
    `this client ${share((user + system) / 1000)} of one core\n`);
  const all = [...times.values()].flat();
  for (const [kind, values] of times) {
    process.stdout.write(
      `${kind.padEnd(8)} ${String(values.length).padStart(7)}   p50 ${percentile(values, 0.5)}   ` +
        `p95 ${percentile(values, 0.95)}   p99 ${percentile(values, 0.99)} ms\n`,
    );
  }
  process.stdout.write(
    `${(sent / took).toFixed(1)} applications/s (four requests each) and ${(read / took).toFixed(0)} reads/s ` +
      `for ${took.toFixed(0)} s: p95 ${percentile(all, 0.95)} ms, ${errors.length} errors   goal ≤ 300 ms, none\n`,
  );
  for (const error of errors.slice(0, 5)) process.stdout.write(`✗ ${error}\n`);
} finally {
  await town.close();
}
