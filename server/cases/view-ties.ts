/** What of a case each of its persons sees: all that is shared, his own part, his own result. */
import { z } from 'zod';
import { consenting, factsFor, guardianship, isPrivate, type Facts, type OpenItem } from '#graph';
import { concernedIn, consentsOf } from './consent-store.ts';
import type { Cx } from './cx.ts';
import { resultFor, resultsOf } from './results.ts';
import { textOutput } from './rows.ts';
import type { CaseRow } from './store.ts';

export const tiesOutput = {
  /** He looks only: somebody else filed it. */
  onlyLooks: z.boolean(),
  /** Who agreed, and when. */
  consents: z.array(z.object({ partyName: textOutput, name: z.string(), at: z.string().nullable(), me: z.boolean() })),
  /** Results for one person alone: to a citizen his own, to officers everybody’s and who still lacks one. */
  results: z.array(z.object({
    id: z.string().nullable(), party: z.string(), partyName: textOutput, name: z.string(), ready: z.boolean(),
  })),
  /** The number under which a registration is known. */
  registration: z.string().nullable(),
};

export type Seen = {
  facts: Facts;
  hides: (address: string) => boolean;
  /** Documents of the applicant are not for a second person. */
  documents: boolean;
  view: z.input<z.ZodObject<typeof tiesOutput>>;
};

/** Everything is shown to officers and, where an item has one person only, to whoever sees the case. */
export async function seenOf(cx: Cx, c: CaseRow, item: OpenItem): Promise<Seen> {
  const tied = consenting(item).length > 0 || guardianship(item) !== undefined;
  const registration = c.path === 'registration' ? c.number : null;
  if (!tied) {
    return {
      facts: c.facts, hides: () => false, documents: true,
      view: { onlyLooks: false, consents: [], results: [], registration },
    };
  }
  const others = await concernedIn(cx.db, c.id);
  const me = others.find((one) => one.subject === cx.actor.subject);
  const staff = cx.actor.kind !== 'citizen';
  const own = c.subject === cx.actor.subject;
  const mine = own ? item.parties.find((p) => p.role === 'applicant')?.id : me?.party ?? undefined;
  const hides = (at: string): boolean => !staff && isPrivate(item, at, mine);
  return {
    facts: staff ? c.facts : factsFor(item, c.facts, mine), hides,
    documents: staff || own || me?.as !== 'consent',
    view: {
      onlyLooks: !staff && !own, registration,
      consents: await consentLines(cx, c, item), results: await resultLines(cx, c, item),
    },
  };
}

async function consentLines(cx: Cx, c: CaseRow, item: OpenItem): Promise<Seen['view']['consents']> {
  return (await consentsOf(cx.db, { case: c.id })).map((k) => {
    const party = item.parties.find((p) => p.id === k.party);
    return {
      partyName: party?.name ?? { zh: party?.written ?? k.party }, name: k.name,
      at: k.answered_at?.toISOString() ?? null, me: k.subject === cx.actor.subject,
    };
  });
}

async function resultLines(cx: Cx, c: CaseRow, item: OpenItem): Promise<Seen['view']['results']> {
  const given = await resultsOf(cx.db, c.id);
  const wanted = await resultFor(cx.db, c, item);
  return wanted.filter((p) => cx.actor.kind === 'staff' || p.subject === cx.actor.subject).map((p) => {
    const party = item.parties.find((one) => one.id === p.party);
    const row = given.find((r) => r.party === p.party);
    const name = c.facts[`${p.party}.name`];
    return {
      id: row?.id ?? null, party: p.party, partyName: party?.name ?? { zh: p.party },
      name: row?.name ?? (name?.state === 'known' ? String(name.value) : ''), ready: row !== undefined,
    };
  });
}
