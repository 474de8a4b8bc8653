/** After a change of the key: secrets of authenticators are sealed anew. */
import { sql, type Redo } from '#base';
import { seal, unseal } from './sealed.ts';

/** One that does not open is left as it is, and counted: its owner needs his factor reset. */
export const resealFactors: Redo = async (trx, { from, secrets }) => {
  const { rows } = await sql<{ id: string; secret: Buffer }>`select id, secret from identity.factor
    where secret is not null for update`.execute(trx);
  const sum = { done: 0, left: 0 };
  for (const { id, secret } of rows) {
    try {
      const fresh = seal({ secrets }, id, unseal({ secrets: { hmacKey: from.key } }, id, secret));
      await sql`update identity.factor set secret = ${fresh} where id = ${id}`.execute(trx);
      sum.done += 1;
    } catch {
      sum.left += 1;
    }
  }
  return sum;
};
