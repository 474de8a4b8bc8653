/** Several persons in a case: consents, places on a day, results for each, children and a round of registrations. */
import { audit } from '#cases';
import { castOf, demoPeople, type Cast } from './cast.ts';
import { smallPdf } from '../people.ts';
import { testServer, type Answer, type CallOptions, type Client, type TestServer } from '../server.ts';

type Go = (client: Client, name: string, input: object, options?: CallOptions) => Promise<Answer<Record<string, unknown>>>;
type Ok = (client: Client, name: string, input: object, options?: CallOptions) => Promise<Record<string, unknown>>;

const item = 'premarital-check';
const school = 'kindergarten-registration';
const party = 'partner';
const slot = { item, date: '2026-12-07', session: 'm1', capacity: 6 };
const pdf = { file: smallPdf(900), type: 'application/pdf' };
const huge = { file: Buffer.concat([smallPdf(), Buffer.alloc(20 * 1024 * 1024 + 1)]), type: 'application/pdf' };

const part = (who: string): Record<string, unknown> => ({
  [`${who}.hukou-kind`]: 'local', [`${who}.medical-history`]: '没有', [`${who}.health-consent`]: true,
});
const named = (who: keyof typeof demoPeople): Record<string, unknown> => ({
  'partner.name': demoPeople[who].name, 'partner.id-number': demoPeople[who].idNumber,
});

/** A draft of the bride's with all she fills in, the other person named. */
async function begun(bride: Client, ok: Ok, other: keyof typeof demoPeople): Promise<{ id: string; version: number }> {
  const { id, version } = await ok(bride, 'cases.start', { item }) as { id: string; version: number };
  const facts = {
    'ask.registered': false, 'ask.in-shanghai': true, 'premarital-booking.date': slot.date,
    'premarital-booking.session': slot.session, ...named(other), ...part('applicant'),
  };
  return await ok(bride, 'cases.save', { id, facts }, { version }) as { id: string; version: number };
}

/** Two persons, one case: asked, declined, asked again, agreed, filed, a result for each. */
export async function consentStory(cast: Cast, { ok, go }: { ok: Ok; go: Go }): Promise<void> {
  const [bride, groom, officer] = await Promise.all([
    cast.citizen('bride'), cast.citizen('groom'), cast.officer('health.clerk')]);
  const firm = await cast.acting('bathHouse', 'bathHouse');
  await ok(officer, 'cases.set-slot', slot);
  await go(officer, 'cases.set-slot', { ...slot, date: '2026-02-30' });
  await go(await cast.officer('culture.clerk'), 'cases.set-slot', slot);
  await ok(bride, 'cases.slots', { item });
  await go(bride, 'cases.slots', { item: 'senior-meals' });
  const alone = await begun(bride, ok, 'bride');
  await go(bride, 'cases.invite', { id: alone.id, party });
  const { id } = await begun(bride, ok, 'groom');
  const { consent } = await ok(bride, 'cases.invite', { id, party }) as { consent: string };
  await ok(groom, 'cases.consents', {});
  const seen = await ok(groom, 'cases.consent', { id: consent });
  await go(bride, 'cases.consent', { id: consent });
  await go(firm, 'cases.consent-save', { id: consent, facts: {} }, { version: 1 });
  await go(firm, 'cases.consent-answer', { id: consent, answer: 'decline' });
  await go(groom, 'cases.consent-save', { id: consent, facts: {} }, { version: 99 });
  await go(groom, 'cases.consent-save', { id: consent, facts: part('applicant') }, { version: Number(seen['version']) });
  await go(groom, 'cases.consent-answer', { id: consent, answer: 'take-back' });
  await go(groom, 'cases.consent-answer', { id: consent, answer: 'give', shared: seen['shared'] });
  await ok(groom, 'cases.consent-answer', { id: consent, answer: 'decline' });
  await ok(bride, 'cases.invite', { id, party });
  const again = await ok(groom, 'cases.consent', { id: consent });
  await go(groom, 'cases.consent-answer', { id: consent, answer: 'give', shared: 'other', declared: true });
  const own = await ok(groom, 'cases.consent-save', { id: consent, facts: part(party) },
    { version: Number(again['version']) });
  await ok(groom, 'cases.consent-answer', { id: consent, answer: 'give', shared: own['shared'], declared: true });
  await go(bride, 'cases.invite', { id, party });
  const filed = await ok(bride, 'cases.submit', { id, declared: true, again: true });
  await results(officer, String(filed['case']), { ok, go });
}

/** His own for each, a file too large, one for nobody, and none after the end. */
async function results(officer: Client, id: string, { ok, go }: { ok: Ok; go: Go }): Promise<void> {
  await go(officer, 'cases.settle', { id });
  await go(officer, 'cases.give-result', { id, party: 'nobody' }, pdf);
  await go(officer, 'cases.give-result', { id, party }, huge);
  for (const one of ['applicant', party]) await ok(officer, 'cases.give-result', { id, party: one }, pdf);
  await ok(officer, 'cases.settle', { id });
  await go(officer, 'cases.give-result', { id, party }, pdf);
}

/** A round from its window to the places: a server of its own, for its clock goes on to January. */
export async function registrationStory({ ok, go }: { ok: Ok; go: Go }): Promise<void> {
  const server = await testServer();
  try {
    await round(server, { ok, go });
    await server.drain();
    const { faults } = await audit(server.world);
    if (faults.length > 0) throw new Error(`after a round: ${JSON.stringify(faults)}`);
  } finally {
    await server.close();
  }
}

async function round(server: TestServer, { ok, go }: { ok: Ok; go: Go }): Promise<void> {
  const cast = castOf(() => server);
  const [mother, guardian, clerk, decider, elsewhere] = await Promise.all([
    cast.citizen('mother'), cast.citizen('agent'), cast.officer('education.clerk'),
    cast.officer('education.decider'), cast.officer('culture.decider')]);
  const several = await ok(guardian, 'cases.start', { item: school });
  const child = (several['children'] as { key: string }[])[1]?.key;
  await ok(guardian, 'cases.choose-child', { id: several['id'], child });
  await go(guardian, 'cases.choose-child', { id: several['id'], child: 'nobody' });
  const { id: draft, version } = await ok(mother, 'cases.start', { item: school });
  await ok(mother, 'cases.save', { id: draft, facts: {
    'applicant.child-relation': 'mother', 'child.hukou-kind': 'local', 'child.hukou-street': '310107016',
    'child.household-since': '2024-03-20', 'child.residence-street': '310107016',
    'child.residence-address': '示范路 100 弄 1 号 101 室', 'ask.same-address': true,
    'enrolment.wish-1': 'k1', 'enrolment.truth-promise': true,
  } }, { version: Number(version) });
  const { case: id } = await ok(mother, 'cases.submit', { id: draft, declared: true });
  await go(clerk, 'cases.verify', { id });
  await go(decider, 'cases.place', { item: school });
  server.world.clock.set(new Date('2027-01-04T10:00:00+08:00'));
  await go(decider, 'cases.place', { item: school });
  await go(elsewhere, 'cases.place', { item: school });
  await go(elsewhere, 'cases.round', { item: school });
  await ok(clerk, 'cases.round', { item: school });
  await ok(clerk, 'cases.verify', { id });
  await go(clerk, 'cases.verify', { id });
  await ok(decider, 'cases.place', { item: school, preview: true });
  await ok(decider, 'cases.place', { item: school });
  await go(decider, 'cases.place', { item: school });
}
