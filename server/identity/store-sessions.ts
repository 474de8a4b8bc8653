/** SQL of sessions that are looked at and ended, and of the policy they run by. */
import { sql, type Db, type Trx } from '#base';

/** A session as it is shown: never its token. */
export type ShownSession = {
  id: string;
  token: Buffer;
  account: string;
  device: string;
  address: string;
  created: Date;
  seen: Date;
};

const columns = sql`s.id, s.token, s.account, s.device, s.address, s.created, s.seen`;
// The same conditions as identity.session_of (migration 0012).
const running = sql`a.disabled_at is null and s.created > now() - interval '12 hours'
  and (a.kind = 'citizen' or (s.seen > now() - make_interval(mins => y.idle_minutes)
    and s.created > now() - make_interval(hours => y.longest_hours)))`;

/** The running sessions of an account, the newest first. */
export async function sessionsOf(db: Db | Trx, account: string): Promise<ShownSession[]> {
  const { rows } = await sql<ShownSession>`select ${columns} from identity.session s
    join identity.account a on a.id = s.account cross join identity.policy y
    where s.account = ${account} and ${running} order by s.created desc limit 100`.execute(db);
  return rows;
}

export type StaffSession = ShownSession & {
  login: string;
  name: string;
  unitName: { zh: string; en?: string };
};

/** Running sessions of officers, of one or of all, those last seen first. */
export async function staffSessions(
  db: Db | Trx,
  of: { account?: string | undefined; limit: number },
): Promise<StaffSession[]> {
  const one = of.account ? sql`and s.account = ${of.account}` : sql``;
  const { rows } = await sql<StaffSession>`select ${columns}, a.login, p.name, u.name as "unitName"
    from identity.session s join identity.account a on a.id = s.account
    join identity.subject p on p.id = a.subject join identity.staff t on t.account = a.id
    join identity.unit u on u.id = t.unit cross join identity.policy y
    where a.kind = 'staff' ${one} and ${running}
    order by s.seen desc, s.created desc limit ${of.limit}`.execute(db);
  return rows;
}

/** Ends one session; of one account only where that is given. Undefined where there is none. */
export async function endSession(
  trx: Trx,
  which: { id: string; account?: string; kind?: 'staff' },
): Promise<{ account: string; device: string } | undefined> {
  const { rows } = await sql<{ account: string; device: string }>`delete from identity.session s
    using identity.account a where a.id = s.account and s.id = ${which.id}
    ${which.account ? sql`and s.account = ${which.account}` : sql``}
    ${which.kind ? sql`and a.kind = ${which.kind}` : sql``}
    returning s.account, s.device`.execute(trx);
  return rows[0];
}

/** Ends all sessions of an account but the one with this token. Gives how many. */
export async function endOthers(trx: Trx, account: string, but: Buffer): Promise<number> {
  const done = await sql`delete from identity.session
    where account = ${account} and token <> ${but}`.execute(trx);
  return Number(done.numAffectedRows ?? 0);
}

export type Policy = { secondFactor: string[]; idleMinutes: number; longestHours: number };

/** What holds for all staff sessions. */
export async function readPolicy(db: Db | Trx): Promise<Policy> {
  const { rows } = await sql<Policy>`select second_factor as "secondFactor",
    idle_minutes as "idleMinutes", longest_hours as "longestHours" from identity.policy`.execute(
    db,
  );
  return rows[0] ?? { secondFactor: [], idleMinutes: 30, longestHours: 12 };
}

export async function writePolicy(trx: Trx, policy: Policy): Promise<void> {
  await sql`update identity.policy set second_factor = ${policy.secondFactor}::text[],
    idle_minutes = ${policy.idleMinutes}, longest_hours = ${policy.longestHours},
    set_at = now()`.execute(trx);
}
