/** What the endpoint table has to see of administration, second factors, passwords and one's own data. */
import fs from 'node:fs';
import { Secret, TOTP } from 'otpauth';
import { sql } from '#base';
import { outboxFile } from '#identity';
import type { Client, TestServer } from '../server.ts';
import { demoNumber, demoPassword, type Cast } from './cast.ts';

type Body = Record<string, unknown>;
export type Walk = {
  server: TestServer;
  cast: Cast;
  go: (client: Client, name: string, input: object) => Promise<{ status: number; body: Body }>;
  ok: (client: Client, name: string, input: object) => Promise<Body>;
};

const password = demoPassword;
const code = (secret: unknown): string => new TOTP({ secret: Secret.fromBase32(String(secret)) }).generate();

/** Three administrators over an officer they make. */
export async function administration({ server, go, ok }: Walk): Promise<void> {
  const [system, security, audit] = await Promise.all(
    ['system', 'security', 'audit'].map((login) => server.client().signIn(login, password)));
  if (!system || !security || !audit) throw new Error('no administrators');
  const given = { login: 'table.officer', name: '样表官', idNumber: demoNumber('19870707', '701'), unit: 'data-bureau' };
  await ok(system, 'identity.unit-people', {});
  await ok(system, 'identity.settings', {});
  const clerk = await server.client().signIn('zhenru.reviewer', password);
  for (const name of ['identity.unit-people', 'identity.settings']) await go(clerk, name, {});
  const { account: id } = await ok(system, 'identity.create-staff', given);
  await go(system, 'identity.create-staff', { ...given, idNumber: demoNumber('19870707', '702') });
  await ok(system, 'identity.edit-staff', { id, unit: 'health-commission' });
  await ok(security, 'identity.assign-roles', { id, roles: ['clerk'] });
  const own = ((await ok(security, 'identity.staff', { q: 'security' }))['rows'] as { account: string }[])[0]?.account;
  for (const name of ['disable-staff', 'enable-staff', 'reset-factors', 'make-link']) await go(security, `identity.${name}`, { id: own });
  await go(security, 'identity.assign-roles', { id: own, roles: [] });
  for (const name of ['disable-staff', 'enable-staff', 'unlock-staff', 'reset-factors']) await ok(security, `identity.${name}`, { id });
  const link = String((await ok(security, 'identity.make-link', { id }))['url']).split('#')[1];
  await ok(server.client(), 'identity.use-link', { token: link, next: 'seven plain herons' });
  await go(server.client(), 'identity.use-link', { token: link, next: 'seven plain herons' });
  await server.client().signIn(given.login, 'seven plain herons');
  const { sessions } = await ok(security, 'identity.staff-sessions', { account: id });
  await ok(security, 'identity.end-staff-session', { id: (sessions as { id: string }[])[0]?.id });
  await ok(security, 'identity.policy', {});
  await ok(security, 'identity.set-policy', { secondFactor: [], idleMinutes: 30, longestHours: 12 });
  await ok(audit, 'identity.log', {});
  await ok(audit, 'identity.export-log', {});
}

/** Second factors of an officer, right and wrong, to the lock. */
export async function secondFactors({ server, go, ok }: Walk): Promise<void> {
  const officer = await server.client().signIn('zhenru.reviewer', password);
  await go(officer, 'identity.new-codes', { password });
  const { id, secret } = await ok(officer, 'identity.begin-totp', { password });
  await go(officer, 'identity.confirm-totp', { id, code: '000000' === code(secret) ? '000001' : '000000' });
  await ok(officer, 'identity.confirm-totp', { id, code: code(secret) });
  await sql`update identity.factor set last_step = last_step - 10`.execute(server.world.db);
  await ok(officer, 'identity.new-codes', { password });
  await ok(officer, 'identity.begin-passkey', { password });
  const nothing = { response: { id: 'x', rawId: 'x', type: 'public-key', response: {} } };
  await go(officer, 'identity.confirm-passkey', nothing);
  const { factors } = await ok(officer, 'identity.factors', {});
  const half = server.client();
  const again = () => half.call('identity.sign-in', { account: 'zhenru.reviewer', password });
  await again();
  await ok(half, 'identity.passkey-to-prove', {});
  await go(half, 'identity.second-passkey', nothing);
  await ok(half, 'identity.second-code', { code: code(secret) });
  await again();
  for (let i = 0; i < 5; i++) await go(half, 'identity.second-code', { code: 'nothing' });
  await go(half, 'identity.second-passkey', nothing);
  await go(officer, 'identity.confirm-totp', { id, code: '000000' });
  const anyone = server.client();
  for (const [name, input] of [['second-code', { code: '000000' }], ['passkey-to-prove', {}], ['second-passkey', nothing],
    ['confirm-passkey', nothing], ['begin-totp', {}], ['confirm-totp', { id, code: '000000' }], ['begin-passkey', {}]] as const) {
    await go(anyone, `identity.${name}`, input);
  }
  server.world.settings.secondFactor = 'required';
  await sql`update identity.policy set second_factor = '{reviewer}'`.execute(server.world.db);
  const factor = (factors as { id: string }[])[0]?.id;
  await go(officer, 'identity.remove-factor', { id: factor, password });
  server.world.settings.secondFactor = 'enrolled';
  for (let i = 0; i < 5; i++) await go(officer, 'identity.new-codes', { password: 'wrong' });
  for (const name of ['begin-totp', 'begin-passkey', 'new-codes']) await go(officer, `identity.${name}`, { password });
  await go(officer, 'identity.remove-factor', { id: factor, password });
  await sql`delete from identity.attempt`.execute(server.world.db);
  await ok(officer, 'identity.remove-factor', { id: factor, password });
}

/** Sessions, passwords, phones, one's own data, and the account's end. */
export async function ownAccount({ server, cast, go, ok }: Walk): Promise<void> {
  const { client, idNumber, phone } = await cast.newcomer('样自管', '19460101');
  const other = await server.client().signIn(idNumber, password);
  const { sessions } = await ok(client, 'identity.sessions', {});
  await ok(client, 'identity.end-session', { id: (sessions as { id: string; current: boolean }[]).find((s) => !s.current)?.id });
  await go(other, 'identity.sessions', {});
  await ok(client, 'identity.end-other-sessions', {});
  const sent = () => /验证码 (\d{6})/.exec(fs.readFileSync(outboxFile(server.world.settings.folder), 'utf8').trim().split('\n').at(-1) ?? '')?.[1];
  await ok(client, 'identity.ask-verify', { phone });
  await go(client, 'identity.ask-verify', { phone });
  const right = sent();
  await ok(client, 'identity.verify-phone', { code: right });
  await go(client, 'identity.verify-phone', { code: right });
  await ok(server.client(), 'identity.ask-reset', { account: phone });
  const reset = { account: phone, code: sent(), next: 'nine quiet rivers' };
  await ok(server.client(), 'identity.reset-password', reset);
  await go(server.client(), 'identity.reset-password', reset);
  server.world.settings.demo = false;
  await go(server.client(), 'identity.ask-reset', { account: phone });
  await client.signIn(phone, reset.next);
  await go(client, 'identity.ask-verify', { phone: '15300009999' });
  server.world.settings.demo = true;
  await ok(client, 'identity.change-password', { password: reset.next, next: 'eight loud rivers' });
  await ok(client, 'facts.my-data', {});
  const wrong = { group: 'person', field: 'name', value: '样自官', reason: '身份证上是官', unit: 'zhenru-community-centre' };
  await ok(client, 'facts.correct', wrong);
  await go(client, 'facts.correct', wrong);
  const clerk = await cast.officer('zhenru.clerk');
  const { rows } = await ok(clerk, 'facts.corrections', {});
  const answer = { id: (rows as { id: string }[])[0]?.id, outcome: 'refused', answer: '核对了原件，没有错' };
  await ok(clerk, 'facts.answer-correction', answer);
  await go(clerk, 'facts.answer-correction', answer);
  await ok(client, 'facts.export', { format: 'html' });
  await ok(client, 'facts.erase', {});
  await ok(server.client(), 'identity.providers', {});
  await go(server.client(), 'identity.begin-provider', { side: 'citizen' });
  await go(server.client(), 'identity.finish-provider', { query: 'state=x' });
  for (let i = 0; i < 6; i++) await go(client, 'identity.change-password', { password: 'wrong', next: 'x' });
  await go(client, 'identity.close-account', { password: 'eight loud rivers' });
  await sql`delete from identity.attempt`.execute(server.world.db);
  await ok(client, 'identity.close-account', { password: 'eight loud rivers' });
}
