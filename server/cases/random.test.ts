/** Random officers try random acts over HTTP: what happens is what the law allows, and it all folds. */
import crypto from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { castOf, caseIn } from '../../tests/matrix/cast.ts';
import { lawful } from '../../tests/matrix/course-of-law.ts';
import { call, samples } from '../../tests/matrix/stage.ts';
import { testServer, type TestServer } from '../../tests/server.ts';
import { audit, checkpoint } from './audit.ts';

const seed = Number(process.env['SEED'] ?? crypto.randomInt(1_000_000_000));
console.info(`random.test seed ${seed}`);

/** A small generator of our own, so that a seed gives the same run again. */
function randomOf(start: number): (n: number) => number {
  let state = start >>> 0;
  return (n) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

let server: TestServer;
const cast = castOf(() => server);
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server?.close());

const acts = Object.entries(samples).filter(([name, s]) => s.thing === 'case'
  && !['cases.case', 'cases.upload-supplement', 'licences.of-case'].includes(name)).map(([name]) => name);
const points = [{ at: 'bath-house.area', message: '请核对建筑面积' }];

/** What the samples say of a performance, said of a bath-house. */
const bathHouse: Record<string, object> = {
  'cases.ask-supplement': { points },
  'cases.start-procedure': { procedure: 'on-site-inspection', staff: ['林悦', '林森'] },
  'cases.end-procedure': { findings: [{ point: 'pool-water-tested', holds: true, words: '现场看过水质' }] },
  'cases.propose-refusal': { cites: ['disinfection-room'] },
  'cases.ask-opinion': { unit: 'culture-tourism-bureau' },
};

/** Refusals of an act that the table allows: what the act itself asks for. */
const ownReasons = ['incomplete', 'not-yet', 'not-reviewed', 'not-proposed', 'no-reason', 'extended-already',
  'told-once', 'taken', 'same-person', 'conditions', 'no-licence', 'no-procedure', 'own-case', 'applicant-mends',
  'applicant-chooses', 'not-promised', 'nothing-promised', 'nothing-asked', 'asked-already', 'not-your-role', 'too-many-files', 'not-fetched'];

test('300 acts by random people: no fault, nothing unlawful done, nothing lawful refused for the state', { timeout: 120_000 }, async () => {
  const pick = randomOf(seed);
  const people = {
    citizen: await cast.acting('bathHouse', 'bathHouse'), clerk: await cast.officer('health.clerk'),
    reviewer: await cast.officer('health.reviewer'), decider: await cast.officer('health.decider'),
  };
  const roles = Object.keys(people) as (keyof typeof people)[];
  const cases = new Map<string, string>();
  const wrong: string[] = [];
  let done = 0;
  for (let i = 0; i < 300; i++) {
    if (cases.size < 4) cases.set(await caseIn(server, cast, { state: 'received' }), 'received');
    const [id = '', state = ''] = [...cases][pick(cases.size)] ?? [];
    const [name = '', role = 'clerk'] = [acts[pick(acts.length)], roles[pick(roles.length)]];
    const input = { ...samples[name]?.input, id, ...bathHouse[name] };
    const { status, body } = await call(people[role], name, input, samples[name]?.options ?? {});
    const law = lawful('permit', state, name.replace('cases.', ''));
    const allowed = law?.by.has(role) === true && law.after !== 'refuse';
    const place = `${i}: ${name} by ${role} in ${state}: ${status} ${body.error?.code ?? ''}`;
    if (status === 200 && !allowed) wrong.push(`${place}, unlawful`);
    if (status !== 200 && allowed && !ownReasons.includes(body.error?.code ?? '')) wrong.push(`${place}, lawful`);
    if (status >= 500 || (status !== 200 && !body.error?.message)) wrong.push(place);
    if (status !== 200) continue;
    done += 1;
    cases.set(id, String(body['state']));
    const end = name === 'cases.deliver' ? 'closed' : law?.to;
    if (body['state'] !== end) wrong.push(`${place} leads to ${String(body['state'])}, by law ${end}`);
    if (['closed', 'withdrawn', 'terminated', 'not-accepted'].includes(String(body['state']))) cases.delete(id);
  }
  expect(wrong).toEqual([]);
  expect(done).toBeGreaterThan(20);
});

test('afterwards every log folds to its columns, chains and checkpoint hold, every paper exists', async () => {
  await server.drain();
  await checkpoint(server.world);
  const found = await audit(server.world);
  expect(found.faults).toEqual([]);
  expect(found.acts).toBeGreaterThan(30);
});
