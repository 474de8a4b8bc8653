/** What the receiver says it got, against what was sent. */
import { z } from 'zod';
import { Refused, type World } from '#base';
import { findBatch, keepReply, rowsOfBatch, takeBack } from './store.ts';
import type { Table } from './shapes.ts';

/** The reply of a receiver, a file of his: how many rows of each table, and which he refused. */
export const replyShape = z.object({
  batch: z.string().max(60),
  tables: z.record(
    z.string(),
    z.object({
      received: z.number().int().min(0),
      rejected: z.array(z.object({ row_guid: z.uuid(), reason: z.string().max(500) })).default([]),
    }),
  ),
});
export type Reply = z.output<typeof replyShape>;

export type Reconciled = {
  state: 'confirmed' | 'differing';
  /** Rows he refused: they come again with the next batch. */
  refused: { table: string; guid: string; reason: string }[];
  /** Tables in which sent and received do not add up. */
  differing: { table: string; sent: number; received: number; refused: number }[];
};

/**
 * Compares and keeps the reply. A reply that adds up confirms the batch; otherwise it stays open and can
 * be sent again as it was. The same reply twice changes nothing.
 * @throws Refused for a batch that is not ours or was confirmed with another reply
 */
export async function reconcile(world: World, given: unknown): Promise<Reconciled> {
  const reply = replyShape.parse(given);
  return world.db.transaction().execute(async (trx) => {
    const batch = await findBatch(trx, reply.batch);
    if (!batch)
      throw new Refused(
        'no-batch',
        404,
        `没有批次 ${reply.batch}，这份回执不是给我们的。请核对批次号。`,
      );
    const rows = await rowsOfBatch(trx, batch.id);
    const guids = new Set(rows.map((row) => row.guid));
    const refused = Object.entries(reply.tables).flatMap(([table, { rejected }]) =>
      rejected.map(({ row_guid: guid, reason }) => ({ table, guid, reason })),
    );
    const stranger = refused.find(({ guid }) => !guids.has(guid));
    if (stranger) {
      throw new Refused(
        'not-sent',
        409,
        `回执里退回的 ${stranger.guid} 不在批次 ${reply.batch} 里，没有采用这份回执。请对方核对。`,
      );
    }
    const differing = differences(rows, reply);
    const state = differing.length === 0 ? 'confirmed' : 'differing';
    if (batch.state === 'confirmed') return { state: 'confirmed', refused, differing };
    if (state === 'confirmed')
      await takeBack(
        trx,
        batch.id,
        refused.map(({ guid }) => guid),
      );
    await keepReply(trx, batch.id, { state, reply, at: world.clock.now() });
    return { state, refused, differing };
  });
}

function differences(rows: readonly { table: Table }[], reply: Reply): Reconciled['differing'] {
  const names = new Set([...rows.map((row) => row.table), ...Object.keys(reply.tables)]);
  return [...names].flatMap((table) => {
    const sent = rows.filter((row) => row.table === table).length;
    const { received = 0, rejected = [] } = reply.tables[table] ?? {};
    return received + rejected.length === sent
      ? []
      : [{ table, sent, received, refused: rejected.length }];
  });
}
