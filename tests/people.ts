/** Demo people signed in, and whole applications filed over HTTP, for tests and the bench. */
import { demoOrganisations, demoPassword, demoPeople } from '#identity';
import { filled } from '../catalogue/filled.ts';
import type { Client, TestServer } from './server.ts';

export { demoOrganisations, demoPassword, demoPeople };

/** A citizen of the demonstration, signed in. */
export function citizen(server: TestServer, who: keyof typeof demoPeople): Promise<Client> {
  return server.client().signIn(demoPeople[who].phone, demoPassword);
}

/** An officer by login, signed in. */
export function officer(server: TestServer, login: string): Promise<Client> {
  return server.client().signIn(login, demoPassword);
}

/** A citizen acting for an organisation of his. */
export async function actingFor(
  server: TestServer, who: keyof typeof demoPeople, organisation: keyof typeof demoOrganisations,
): Promise<Client> {
  const client = await citizen(server, who);
  const me = await client.call('identity.me', {});
  const name = demoOrganisations[organisation].name;
  const body = me.body as unknown as { canActFor?: { organisation: string; name: string }[] };
  const found = body.canActFor?.find((o) => o.name === name);
  if (!found) throw new Error(`${who} cannot act for ${name}: ${JSON.stringify(me.body)}`);
  await client.call('identity.act-for', { organisation: found.organisation });
  return client;
}

/** A small PDF of about the given size, honest enough for the upload checks. */
export function smallPdf(bytes = 2000, mark = ''): Buffer {
  const padding = '%'.padEnd(Math.max(1, bytes - 420), `${mark}.`);
  const parts = ['%PDF-1.4\n', `${padding}\n`];
  const objects = [
    '1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n',
    '2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n',
    '3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>\nendobj\n',
  ];
  let at = parts.join('').length;
  const offsets = objects.map((o) => {
    const here = at;
    at += o.length;
    return here;
  });
  const rows = offsets.map((o) => `${String(o).padStart(10, '0')} 00000 n \n`).join('');
  const xref = `xref\n0 4\n0000000000 65535 f \n${rows}trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n${at}\n%%EOF\n`;
  return Buffer.from([...parts, ...objects, xref].join(''), 'latin1');
}

export type Item = keyof typeof filled;

type DraftBody = {
  id: string; version: number; missing: { kind: string; on: string }[];
  facts: Record<string, { source: string; value?: unknown }>;
  guide: { materials: { id: string; count: number | null }[] };
  error?: { message: string; fields?: unknown };
};

/** A complete draft of an item; what a licence does not replace is uploaded. Gives id and version. */
export async function fillDraft(
  client: Client, item: Item, more: { for?: { name: string; idNumber: string }; facts?: Record<string, unknown> } = {},
): Promise<{ id: string; version: number }> {
  const begun = await client.call('cases.start', { item, ...(more.for ? { for: more.for } : {}) });
  let draft = begun.body as unknown as DraftBody;
  if (begun.status !== 200) throw new Error(`start ${item}: ${JSON.stringify(begun.body)}`);
  // Who one is was proved, and what a held licence says is not stated by anybody.
  const proved = Object.keys({ ...draft.facts, ...filled[item]?.facts })
    .filter((at) => draft.facts[at]?.source === 'identity' || /-licence\./.test(at)
      || (draft.facts[at]?.source ?? '').endsWith('-licence'));
  const facts = { ...filled[item]?.facts, ...more.facts } as Record<string, unknown>;
  for (const at of proved) delete facts[at];
  const { 'applicant.name': name, 'applicant.id-number': number } = draft.facts;
  if ('applicant.account-holder' in facts) facts['applicant.account-holder'] = name?.value;
  if ('applicant.disability-card-number' in facts) {
    facts['applicant.disability-card-number'] = `${String(number?.value)}41`;
  }
  const saved = await client.call('cases.save', { id: draft.id, facts: facts as never }, { version: draft.version });
  if (saved.status !== 200) throw new Error(`save ${item}: ${JSON.stringify(saved.body)}`);
  draft = saved.body as unknown as DraftBody;
  for (const lack of draft.missing.filter((m) => m.kind === 'material')) {
    const many = draft.guide.materials.find((m) => m.id === lack.on)?.count ?? 1;
    for (let index = 0; index < many; index++) {
      const answer = await client.call('cases.upload',
        { id: draft.id, material: lack.on, index, name: `${lack.on}.pdf` },
        { file: smallPdf(1500, `${lack.on}${index}`), type: 'application/pdf' });
      if (answer.status !== 200) throw new Error(`upload ${lack.on}: ${JSON.stringify(answer.body)}`);
    }
  }
  return { id: draft.id, version: draft.version };
}

/** Files a complete application. Gives the case. */
export async function file(
  client: Client, item: Item, more: Parameters<typeof fillDraft>[2] = {},
): Promise<{ case: string; number: string }> {
  const draft = await fillDraft(client, item, more);
  const answer = await client.call('cases.submit', { id: draft.id, declared: true, again: true, later: true });
  if (answer.status !== 200) throw new Error(`submit ${item}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}
