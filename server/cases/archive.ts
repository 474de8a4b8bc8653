/** Ended cases are put away: nothing changes any more, and they leave the lists of open work. */
import { Refused, shanghaiDate, sql, type World } from '#base';
import { act } from './act.ts';
import { systemContext } from './sweep.ts';

/**
 * Days between the end of a case and its archiving.
 * unsure: GB/T 42727 sets the package and its checks, not this time; sixty days leave room for review
 * (行政复议) to be asked for. The archive package itself comes with the width.
 */
export const archiveAfterDays = 60;

/** Archives what ended long enough ago, 500 at a time. Gives how many. */
export async function archiveEnded(world: World): Promise<number> {
  const cx = systemContext(world, 'archive');
  const before = shanghaiDate(new Date(world.clock.now().getTime() - archiveAfterDays * 86_400_000));
  const { rows } = await sql<{ id: string }>`select id from cases.case c
    where state in ('closed', 'not-accepted', 'withdrawn', 'terminated') and ended_on < ${before}
      -- A promise of it is still to be kept, checked, decided or put right: what follows belongs to the file.
      and not exists (select from cases.promise p where p."case" = c.id and p.state in ('open', 'breach', 'broken'))
    order by ended_on limit 500`.execute(world.db);
  let done = 0;
  for (const { id } of rows) {
    try {
      await act(cx, { action: 'archive', input: { id } }, () => ({}));
      done += 1;
    } catch (error) {
      // Another worker was first.
      if (!(error instanceof Refused)) throw error;
    }
  }
  return done;
}
