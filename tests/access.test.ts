/**
 * The access matrix: every endpoint × every role × own, foreign and unknown id. What is expected is
 * written here from the design (roles, units, mandates), not read from the rooms. A foreign id gets
 * the very bytes of an unknown one.
 */
import crypto from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { audit } from '#cases';
import { call, declared, roleNames, samples, setStage, type Player, type RoleName, type Sample, type Stage } from './matrix/stage.ts';
import { testServer, type TestServer } from './server.ts';

let server: TestServer;
let stage: Stage;
beforeAll(async () => {
  server = await testServer();
  stage = await setStage(server);
}, 120_000);
afterAll(() => server?.close());

/** Endpoints that take a person's name, thing or session away come last. */
const last = ['identity.act-for', 'identity.me', 'cases.discard', 'identity.sign-out'];
const names = Object.keys(declared).toSorted((a, b) => last.indexOf(a) - last.indexOf(b));
let cells = 0;
/** identity.me tells the one whose mandate ended, and from then on he is himself. */
let selfAgain = false;

type Whose = 'none' | 'own' | 'foreign' | 'unknown';
type Expected = { status?: number; not?: number[]; code?: string };

/** By the design: role first, then (told alike) whether it exists for him. */
function expected(name: string, role: RoleName, whose: Whose): Expected {
  const { who } = declared[name] ?? { who: [] };
  const player = stage.players[role];
  if (who !== 'anyone' && role === 'nobody') return { status: 401, code: 'sign-in-first' };
  if (Array.isArray(who)) {
    if (!who.some((r) => player.roles.includes(r))) return { status: 403, code: 'not-your-role' };
    // Asked about what he may not know any more, he hears first that he acts in a name he lost.
    if (role === 'lapsed' && !selfAgain && name !== 'identity.act-for') return { status: 403, code: 'mandate-ended' };
  }
  // Nobody agrees in the name of a company: told before anything is looked for.
  if ((name === 'cases.consent-save' || name === 'cases.consent-answer') && (role === 'leader' || role === 'agent')) {
    return { status: 403, code: 'own-account' };
  }
  if (whose === 'foreign' || whose === 'unknown') return { status: 404, code: 'not-there' };
  return special(name, role, whose) ?? { not: [401, 403, 404, 429, 500, 503] };
}

/** Where being let in is not the whole story. */
function special(name: string, role: RoleName, whose: Whose): Expected | undefined {
  // The document in the sample is nobody's.
  if (name === 'cases.remove-document' && whose === 'own') return { status: 404, code: 'not-there' };
  // An agent acts for the company, but only who leads it gives its name to others.
  if (name === 'identity.give-mandate' && role === 'agent') return { status: 403, code: 'not-representative' };
  // What has ended stays ended; licences are changed by the decider of the unit.
  if (name === 'identity.end-mandate' && role === 'leader') return { status: 409, code: 'mandate-ended' };
  // Colleague, absence and order in the samples are nobody's.
  if (['cases.hand-over', 'cases.go-away', 'cases.come-back', 'cases.answer-order'].includes(name)) {
    return { status: 404, code: 'not-there' };
  }
  // His draft is of an item in which nobody else agrees, and nobody speaks for a child.
  if (name === 'cases.invite') return { status: 404, code: 'not-there' };
  if (name === 'cases.choose-child') return { status: 403, code: 'not-guardian' };
  // Places on a day are set by the health units, registrations seen and drawn by education and who stands above.
  const elsewhere = role.endsWith(' elsewhere');
  if (name === 'cases.set-slot' && !elsewhere) return { status: 404, code: 'not-there' };
  if (name === 'cases.round' && role !== 'supervisor' || name === 'cases.place') return { status: 404, code: 'not-there' };
  // The code in the sample was never given.
  if (name === 'feedback.code' || name === 'feedback.rate-code') return { status: 404, code: 'no-code' };
  return undefined;
}

async function ask(name: string, player: Player, { sample, id }: { sample: Sample; id: string | undefined }) {
  cells += 1;
  if (declared[name]?.answer === 'stream') return openStream(player);
  const input = { ...sample.input, ...(id === undefined ? {} : { [sample.key ?? 'id']: id }) };
  const { status, body, headers } = await call(player.client, name, input, { ...sample.options, key: crypto.randomUUID() });
  return { status, code: body.error?.code, text: JSON.stringify(body), length: headers.get('content-length') };
}

/** Live events never end by themselves: the head of the answer is enough. */
async function openStream(player: Player) {
  const stop = new AbortController();
  const answer = await fetch(`${server.url}/api/live`, { headers: { cookie: player.client.cookie }, signal: stop.signal });
  const refused = answer.status === 200 ? undefined
    : (await answer.json() as { error: { code: string } }).error.code;
  stop.abort();
  return { status: answer.status, code: refused, text: '', length: null };
}

function wrong(got: { status: number; code?: string | undefined }, want: Expected): string | undefined {
  const told = `${got.status} ${got.code ?? ''}`;
  if (want.status !== undefined && got.status !== want.status) return `${told}, expected ${want.status}`;
  if (want.code !== undefined && got.code !== want.code) return `${told}, expected ${want.code}`;
  return want.not?.includes(got.status) ? `${told}, expected to be let in` : undefined;
}

test('every endpoint has a sample, and every sample an endpoint', () => {
  expect(Object.keys(samples).toSorted()).toEqual(Object.keys(declared).toSorted());
});

test.each(names)('%s', async (name) => {
  const sample = samples[name];
  if (!sample) throw new Error(`no sample of ${name}`);
  const faults: string[] = [];
  for (const role of roleNames) {
    const player = stage.players[role];
    const thing = sample.thing;
    if (!thing) {
      const fault = wrong(await ask(name, player, { sample, id: undefined }), expected(name, role, 'none'));
      if (fault) faults.push(`${role}: ${fault}`);
      continue;
    }
    const unknown = await ask(name, player, { sample, id: crypto.randomUUID() });
    const fault = wrong(unknown, expected(name, role, 'unknown'));
    if (fault) faults.push(`${role}, unknown: ${fault}`);
    const foreign = player.foreign[thing];
    if (foreign) {
      const answer = await ask(name, player, { sample, id: foreign });
      if (answer.text !== unknown.text || answer.length !== unknown.length || answer.status !== unknown.status) {
        faults.push(`${role}, foreign: ${answer.status} ${answer.text.slice(0, 120)} differs from unknown ${unknown.status}`);
      }
    }
    const own = player.own[thing];
    if (own) {
      const missed = wrong(await ask(name, player, { sample, id: own }), expected(name, role, 'own'));
      if (missed) faults.push(`${role}, own: ${missed}`);
    }
  }
  if (name === 'identity.me') selfAgain = true;
  expect(faults).toEqual([]);
});

test('the whole matrix was asked, and left nothing behind that does not hold', async () => {
  console.info(`access matrix: ${names.length} endpoints × ${roleNames.length} roles, ${cells} cells`);
  expect(cells).toBeGreaterThan(names.length * roleNames.length);
  await server.drain();
  expect((await audit(server.world)).faults).toEqual([]);
});
