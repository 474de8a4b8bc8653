/** For the endpoint table: what the auditor reads and checks. */
import type { Answer, CallOptions, Client, TestServer } from '../server.ts';
import type { Cast } from './cast.ts';

type Walk = {
  server: TestServer; cast: Cast;
  go: (client: Client, name: string, input: object, options?: CallOptions) => Promise<Answer<Record<string, unknown>>>;
  ok: (client: Client, name: string, input: object, options?: CallOptions) => Promise<Record<string, unknown>>;
};

/** The log of acts, a check of all (asked twice), of one, of none. */
export async function auditStory({ server, cast, go, ok }: Walk): Promise<void> {
  const [auditor, clerk] = [await cast.officer('audit'), await cast.officer('health.clerk')];
  const { rows } = await ok(auditor, 'cases.acts', {});
  await ok(auditor, 'cases.check-chain', { number: (rows as { number: string }[])[0]?.number });
  await ok(auditor, 'cases.check-chain', {});
  await go(auditor, 'cases.check-chain', {});
  await go(auditor, 'cases.check-chain', { number: 'no such number' });
  for (const name of ['cases.acts', 'cases.chain-checks', 'cases.check-chain']) await go(clerk, name, {});
  await server.drain();
  await ok(auditor, 'cases.chain-checks', {});
}
