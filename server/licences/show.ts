/** Makes a short-lived code that the holder shows on a screen. */
import { notThere, type Context } from '#base';
import { actsFor, type Actor } from '#identity';
import { mayHold } from './access.ts';
import { makeCode } from './code.ts';
import { addShowCode, findLicence } from './store.ts';

/** Domain reference §4: a shown code is opaque and turns within 60 seconds. */
const lastsMs = 60_000;

/**
 * A code, its address for a QR code, and the instant it ends. The page asks for a new one in time.
 * @throws Refused 404 when the licence is not his
 */
export async function show(
  context: Context<Actor>, { id }: { id: string },
): Promise<{ code: string; url: string; expires: string }> {
  const { actor, now, settings } = context;
  return context.tx(async (trx) => {
    const licence = await findLicence(trx, id);
    if (!licence || !mayHold(actor, licence)) throw notThere();
    const code = makeCode('show');
    const until = new Date(now.getTime() + lastsMs);
    await addShowCode(trx, { code, licence: id, by: actsFor(actor), madeAt: now, until });
    return { code, url: `${settings.url}/verify/${code}`, expires: until.toISOString() };
  });
}
