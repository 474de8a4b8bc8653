/** A member taken out of a list: those behind keep what is theirs, in the draft and on paper. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { castOf } from '../../tests/matrix/cast.ts';
import { fillDraft, smallPdf } from '../../tests/people.ts';
import { testServer, type Client, type TestServer } from '../../tests/server.ts';

let server: TestServer;
const cast = castOf(() => server);
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server?.close());

const card = 'identity-card-copy';
type Fact = { value?: unknown };
type Doc = { id: string; material: string; index: number; name: string };

/** A cast of three, a card for each but the last, and one letter still unreadable. */
async function castOfThree() {
  const client = await cast.acting('representative', 'performance');
  const { id, version } = await fillDraft(client, 'commercial-performance');
  const saved = await client.call('cases.save', { id, facts: {
    performer: '3', 'performer[2].name': '张杂技', 'performer[2].id-number': '3101',
  } }, { version });
  expect(saved.status).toBe(200);
  expect(Object.keys(saved.body.typed)).toEqual(['performer[2].id-number']);
  const third = await client.call('cases.upload', { id, material: card, index: 2, name: '张.pdf' },
    { file: smallPdf(1500, 'third'), type: 'application/pdf' });
  expect(third.status).toBe(200);
  return { client, id, version: saved.body.version, before: await cards(client, id), third: third.body.id };
}

async function cards(client: Client, id: string): Promise<Doc[]> {
  const { body } = await client.call('cases.draft', { id });
  return (body.documents as Doc[]).filter((d) => d.material === card).toSorted((a, b) => a.index - b.index);
}

const files = () => server.world.files.audit(server.world.db);

describe('taking one out', () => {
  test('in the middle: facts, half-typed words and papers of those behind move up with them', async () => {
    const { client, id, version, before, third } = await castOfThree();
    expect(before.map((d) => d.index)).toEqual([0, 1, 2]);
    const consents = (await client.call('cases.draft', { id })).body.documents.filter((d) => d.material === 'performer-consent');
    expect(consents.map((d) => d.index).toSorted()).toEqual([0, 1]);
    const { status, body } = await client.call('cases.remove-member', { id, party: 'performer', index: 1 }, { version });
    expect(status).toBe(200);
    const facts = body.facts as Record<string, Fact>;
    expect(facts['performer']?.value).toBe('2');
    expect([facts['performer[0].name']?.value, facts['performer[1].name']?.value]).toEqual(['王舞蹈', '张杂技']);
    expect(Object.keys(facts).some((at) => at.startsWith('performer[2]'))).toBe(false);
    expect(facts['performer[1].birth-date']).toBeUndefined();
    expect(body.typed).toEqual({ 'performer[1].id-number': expect.objectContaining({ raw: '3101' }) });
    expect((await cards(client, id)).map((d) => [d.id, d.index])).toEqual([[before[0]?.id, 0], [third, 1]]);
    const left = (await client.call('cases.draft', { id })).body.documents;
    expect(left.filter((d) => d.material === 'performer-consent').map((d) => d.index)).toEqual([0]);
    expect(left.filter((d) => d.material === 'programme')).toHaveLength(1);
    expect((await client.call('cases.file', { id: before[1]?.id ?? '' })).status).toBe(404);
    expect((await client.call('cases.file', { id: third })).status).toBe(200);
    expect((await files()).lost).toEqual([]);
  });

  test('all of them, the first each time; then there is nobody to take out', async () => {
    const { client, id, version } = await castOfThree();
    for (let n = 0; n < 3; n++) {
      const answer = await client.call('cases.remove-member', { id, party: 'performer', index: 0 }, { version: version + n });
      expect((answer.body.facts as Record<string, Fact>)['performer']?.value).toBe(String(2 - n));
    }
    expect(await cards(client, id)).toEqual([]);
    const again = await client.call('cases.remove-member', { id, party: 'performer', index: 0 }, { version: version + 3 });
    expect([again.status, again.body.error?.code]).toEqual([409, 'no-member']);
  });

  test('sent twice it is done once', async () => {
    const { client, id, version } = await castOfThree();
    const input = { id, party: 'performer', index: 0 };
    const first = await client.call('cases.remove-member', input, { version, key: 'remove-one-member-once' });
    const second = await client.call('cases.remove-member', input, { version, key: 'remove-one-member-once' });
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.body.version).toBe(version + 1);
    expect(await cards(client, id)).toHaveLength(2);
  });

  test('who did not see the last change, or names what is no list, changes nothing', async () => {
    const { client, id, version } = await castOfThree();
    for (const [options, party] of [
      [{ version: version - 1 }, 'performer'], [{}, 'performer'], [{ version }, 'applicant'], [{ version }, 'constructor'],
    ] as const) {
      const answer = await client.call('cases.remove-member', { id, party, index: 0 }, options);
      expect([answer.status, party]).toEqual([409, party]);
    }
    const beyond = await client.call('cases.remove-member', { id, party: 'performer', index: 3 }, { version });
    expect(beyond.body.error?.code).toBe('no-member');
    const stranger = await (await cast.citizen('disabled')).call('cases.remove-member', { id, party: 'performer', index: 0 }, { version });
    expect(stranger.status).toBe(404);
    expect((await client.call('cases.draft', { id })).body.version).toBe(version);
    expect(await cards(client, id)).toHaveLength(3);
  });
});

test('a smaller number saved takes the papers of those beyond with it', async () => {
  const { client, id, version, before } = await castOfThree();
  const saved = await client.call('cases.save', { id, facts: { performer: '1' } }, { version });
  expect(saved.status).toBe(200);
  expect((await cards(client, id)).map((d) => d.id)).toEqual([before[0]?.id]);
  expect((await client.call('cases.file', { id: before[2]?.id ?? '' })).status).toBe(404);
  expect((saved.body.documents as Doc[]).filter((d) => d.material === 'programme')).toHaveLength(1);
});
