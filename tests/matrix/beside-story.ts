/** What goes on beside the course, each endpoint once as it should and once too late. */
import type { castOf } from './cast.ts';
import { promising, publishWith } from '../publish-with.ts';
import { fillDraft, smallPdf } from '../people.ts';
import type { Answer, CallOptions, Client, TestServer } from '../server.ts';

type Go = (
  client: Client, name: string, input: object, options?: CallOptions,
) => Promise<Answer<Record<string, unknown>>>;
type Ok = (client: Client, name: string, input: object, options?: CallOptions) => Promise<Record<string, unknown>>;

const reason = '核对后认为需要这样办理';
const pdf = { file: smallPdf(), type: 'application/pdf' };
const item = 'bath-house-hygiene';

/** Promises, questions, notes, opinions, documents and sending back, on a bath-house that has them all. */
export async function besideStory(
  server: TestServer, cast: ReturnType<typeof castOf>, { ok, go }: { ok: Ok; go: Go },
): Promise<void> {
  await publishWith(server, item, promising);
  const [firm, clerk, reviewer, decider, other] = await Promise.all([cast.acting('bathHouse', 'bathHouse'),
    cast.officer('health.clerk'), cast.officer('health.reviewer'), cast.officer('health.decider'),
    cast.officer('culture.reviewer')]);
  const draft = await fillDraft(firm, item);
  const { case: id } = await ok(firm, 'cases.submit', { id: draft.id, declared: true, again: true, later: true });
  await ok(clerk, 'cases.accept', { id });
  await ok(reviewer, 'cases.ask-question', { id, question: '请问有几个浴池？' });
  await ok(firm, 'cases.answer-question', { id, answer: '两个' });
  await ok(clerk, 'cases.note', { id, note: '已经电话核实' });
  await ok(reviewer, 'cases.attach', { id, name: '现场照片.pdf' }, pdf);
  const huge = { file: Buffer.alloc(22 * 1024 * 1024, 32), type: 'application/pdf' };
  await go(reviewer, 'cases.attach', { id, name: 'a.pdf' }, huge);
  await ok(reviewer, 'cases.ask-opinion', { id, unit: 'culture-tourism-bureau', question: '请就场所提出意见' });
  const { asked } = await ok(other, 'cases.asked-opinions', {}) as { asked: { id: string }[] };
  const opinion = asked[0]?.id;
  await ok(other, 'cases.asked-opinion', { id: opinion });
  await ok(other, 'cases.give-opinion', { id: opinion, answer: 'agree', words: '没有意见' });
  await ok(firm, 'cases.upload-supplement', { id, material: 'premises-drawings', name: 'a.pdf' }, pdf);
  await ok(firm, 'cases.hand-in-later', { id });
  await ok(reviewer, 'cases.review', { id });
  await ok(decider, 'cases.return-review', { id, reason });
  await ok(decider, 'cases.terminate', { id, reason, ground: 'object-gone' });
  await promised({ firm, reviewer, decider }, { ok, go });
}

async function promised(
  { firm, reviewer, decider }: Record<'firm' | 'reviewer' | 'decider', Client>, { ok, go }: { ok: Ok; go: Go },
): Promise<void> {
  const draft = await fillDraft(firm, item);
  await ok(firm, 'cases.save', { id: draft.id, facts: {}, promise: true }, { version: draft.version });
  await ok(firm, 'cases.upload', { id: draft.id, material: 'premises-drawings', name: 'a.pdf' }, pdf);
  const { case: id } = await ok(firm, 'cases.submit', { id: draft.id, declared: true, again: true });
  await ok(reviewer, 'cases.grant-on-promise', { id });
  const { rows } = await ok(reviewer, 'cases.promises', {}) as { rows: { id: string; case: string }[] };
  const promise = { id: rows.find((row) => row.case === id)?.id };
  await go(decider, 'cases.decide-breach', { ...promise, outcome: 'revoke', reason });
  await go(decider, 'cases.repair-promise', { ...promise, reason });
  await go(reviewer, 'cases.check-promise', { ...promise, outcome: 'perhaps', found: '' });
  await ok(reviewer, 'cases.check-promise', { ...promise, outcome: 'untrue', found: '现场没有卫生管理制度' });
  await go(reviewer, 'cases.check-promise', { ...promise, outcome: 'kept', found: '现场看过属实' });
  await ok(decider, 'cases.decide-breach', { ...promise, outcome: 'revoke', reason });
  await ok(decider, 'cases.repair-promise', { ...promise, reason });
}
