/**
 * A million cases over three years: how long they take to make, and what of the speed is left. Beside
 * it a small town (the same open cases, ten thousand ended ones) and an empty one, measured in turns.
 * Cold: the database was started anew, its cache is empty. `node bench/million.ts [ended] [open] [rounds]`
 */
import { audit } from '#cases';
import { sql } from '#base';
import { assemble, liveFor, makeReady, type Cast } from './life-cycle.ts';
import { spread } from './hammer.ts';
import { alive, fill, type Size } from './million-fill.ts';
import { ask, startTown, type Reply, type Session, type Town } from './town.ts';

const ended = Number(process.argv[2] ?? 1_000_000);
const open = Number(process.argv[3] ?? 20_000);
const rounds = Number(process.argv[4] ?? 5);
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const size: Size = { ended: ended - open, open, largest: Math.round(open * 0.15), subjects: Math.round(ended * 0.7) };

type Place = { name: string; town: Town; cast: Cast };

async function place(name: string, of: Size | undefined): Promise<Place> {
  const town = await startTown();
  const cast = await assemble(town);
  await makeReady(town, cast);
  if (of) {
    const { seconds, cases, acts, took } = await fill(town, cast, of);
    say(`${name}: ${cases} cases with ${acts} acts made in ${seconds.toFixed(0)} s`
      + (of.ended + of.open >= 1_000_000 ? ', goal ≤ 600' : `, ${(seconds * 1e6 / cases).toFixed(0)} µs a case`));
    say(`  session seconds: ${Object.entries(took).map(([kind, s]) => `${kind} ${s.toFixed(1)}`).join(', ')}`);
    await tellOf(town);
    if (!await alive(town, cast)) throw new Error('the town does not answer');
  }
  return { name, town, cast };
}

/** What was made, as it lies there. */
async function tellOf(town: Town): Promise<void> {
  const { rows: [is] } = await sql<Record<string, string>>`with c as materialized (
      select id, facts from cases.case where state = 'archived' order by id limit 200)
    select (select count(*) from identity.subject) as subjects,
      (select count(*) from cases.case where state not in
        ('delivered', 'closed', 'archived', 'not-accepted', 'withdrawn', 'terminated')) as open,
      (select max(n) from (select count(*) as n from cases.case where state not in
        ('delivered', 'closed', 'archived', 'not-accepted', 'withdrawn', 'terminated') group by unit) q) as queue,
      (select count(*) / 200.0 from cases.action where "case" in (select id from c))::numeric(9, 1) as acts,
      (select count(*) / 200.0 from cases.document where "case" in (select id from c))::numeric(9, 1) as documents,
      (select avg((select count(*) from jsonb_object_keys(facts))) from c)::numeric(9, 1) as facts,
      pg_size_pretty(pg_database_size(current_database())) as size`.execute(town.opened.world.db);
  say(`  ${is?.['subjects']} subjects, ${is?.['open']} open cases, largest queue ${is?.['queue']}; of ended ones each `
    + `${is?.['acts']} acts, ${is?.['facts']} facts, ${is?.['documents']} documents; ${is?.['size']}`);
}

let asked = 0;

/** Milliseconds of one read; every forty come from another desk. */
async function timed(town: Town, session: Session, path: string): Promise<number> {
  asked += 1;
  const desk = Math.floor(asked / 40) % 60_000;
  const began = performance.now();
  const reply = await ask(town, session, { method: 'GET', path, desk });
  if (reply.status !== 200) throw new Error(`${path}: ${reply.status} ${JSON.stringify(reply.body).slice(0, 300)}`);
  return performance.now() - began;
}

/** Stops the database at once; its parent starts it again. The first answers may fail. */
async function chill({ town, cast }: Place): Promise<void> {
  const pid = town.databasePid();
  if (pid !== undefined) process.kill(pid, 'SIGINT');
  for (let i = 0; i < 100; i++) {
    await new Promise((done) => setTimeout(done, 150));
    const reply: Reply | undefined =
      await ask(town, cast.clerk, { method: 'GET', path: '/api/identity/me' }).catch(() => undefined);
    if (reply?.status === 200 && town.databasePid() !== pid) return;
  }
  throw new Error('the database did not come back');
}

const show = (values: number[]): string => {
  const { median, least, most } = spread(values);
  return `${median.toFixed(1)} (${least.toFixed(1)}–${most.toFixed(1)})`;
};

/** What is read, by a case that both towns have. */
async function readsOf({ town }: Place): Promise<Record<string, string>> {
  const { rows } = await sql<{ number: string; subject_name: string; code: string }>`select c.number,
      c.subject_name, s.credit_code as code from cases.case c join identity.subject s on s.id = c.subject
    where state = 'accepted' and unit = 'culture-tourism-bureau' order by c.id limit 1`.execute(town.opened.world.db);
  const { rows: old } = await sql<{ number: string }>`select number from cases.case
    where state = 'archived' and unit = 'culture-tourism-bureau' order by id limit 1`.execute(town.opened.world.db);
  const last = Math.max(1, Math.min(50, Math.floor(size.largest / 30)));
  return {
    'queue, page 1': '/api/cases/queue?box=unit',
    [`queue, page ${last}`]: `/api/cases/queue?box=unit&page=${last}`,
    'queue, filtered by state and light': '/api/cases/queue?box=unit&state=accepted&light=red',
    'find by number': `/api/cases/find?q=${rows[0]?.number}`,
    'find an archived one by number': `/api/cases/find?q=${old[0]?.number}`,
    'find by credit code': `/api/cases/find?q=${rows[0]?.code}`,
    'find by name': `/api/cases/find?q=${encodeURIComponent(rows[0]?.subject_name ?? '')}`,
    'find by the first letters all names share': `/api/cases/find?q=${encodeURIComponent('样张')}`,
  };
}

async function compareReads(small: Place, big: Place): Promise<void> {
  const [a, b] = [await readsOf(small), await readsOf(big)];
  for (const name of Object.keys(a)) {
    const cold: [number[], number[]] = [[], []];
    const warm: [number[], number[]] = [[], []];
    for (let i = 0; i < rounds; i++) {
      const both = [{ place: small, path: a[name] }, { place: big, path: b[name] }];
      for (const [at, { place: one, path }] of both.entries()) {
        await chill(one);
        cold[at as 0 | 1].push(await timed(one.town, one.cast.clerk, path ?? ''));
        for (let n = 0; n < 2; n++) await timed(one.town, one.cast.clerk, path ?? '');
        for (let n = 0; n < 8; n++) warm[at as 0 | 1].push(await timed(one.town, one.cast.clerk, path ?? ''));
      }
    }
    const ratio = (pair: [number[], number[]]): string => (spread(pair[1]).median / spread(pair[0]).median).toFixed(2);
    say(`${name.padEnd(44)} warm ${show(warm[0])} → ${show(warm[1])} ms, ratio ${ratio(warm)}; `
      + `cold ${show(cold[0])} → ${show(cold[1])} ms, ratio ${ratio(cold)}   goal ≤ 2`);
  }
}

async function compareLives(empty: Place, big: Place): Promise<void> {
  const rates: [number[], number[]] = [[], []];
  for (const one of [empty, big]) await liveFor(one.town, one.cast, { seconds: 6, together: 12 });
  for (let i = 0; i < rounds; i++) {
    for (const [at, one] of [empty, big].entries()) {
      rates[at as 0 | 1].push(await liveFor(one.town, one.cast, { seconds: 8, together: 12 }));
    }
  }
  say(`life cycles/s, empty ${show(rates[0])}, at ${ended} ${show(rates[1])}, `
    + `${((spread(rates[1]).median / spread(rates[0]).median) * 100).toFixed(0)} %   goal ≥ 80 %`);
}

/** Chains of a sample, as `bantuo audit` goes through them. */
async function auditSample({ town }: Place): Promise<void> {
  const found = await audit(town.opened.world, { sample: 5000 });
  say(`audit of a sample: ${found.cases} cases, ${found.acts} acts, ${found.faults.length} faults`);
  for (const fault of found.faults.slice(0, 5)) say(`  ${fault}`);
}

const places: Place[] = [];
const began = performance.now();
try {
  places.push(await place('small', { ...size, ended: Math.min(10_000, size.ended) }));
  places.push(await place('large', size));
  places.push(await place('empty', undefined));
  const [small, large, empty] = places as [Place, Place, Place];
  await auditSample(small);
  await auditSample(large);
  await compareReads(small, large);
  await compareLives(empty, large);
  say(`in all ${((performance.now() - began) / 60_000).toFixed(1)} minutes`);
} finally {
  for (const { town } of places) await town.close();
}
