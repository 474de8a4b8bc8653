/** Staff accounts, kept by the operator on the command line: add, disable, enable, new password. */
import crypto from 'node:crypto';
import { brokeUnique, Refused, type Db } from '#base';
import { readIdentityNumber } from '#graph';
import { roles, type StaffRole } from './actor.ts';
import { apartFault, refuseMixed } from './keep-apart.ts';
import { findOrMakePerson } from './find-or-make-person.ts';
import { hashPassword, passwordProblem } from './password.ts';
import { record, setPassword } from './store.ts';
import {
  endSessions,
  findUnit,
  insertStaff,
  setDisabled,
  staffByLogin,
  type StaffMember,
} from './store-staff.ts';

/** The roles an officer can be given. */
export const staffRoles: readonly StaffRole[] = roles.filter(
  (role): role is StaffRole => role !== 'citizen' && role !== 'agent',
);

export type StaffGiven = {
  login: string;
  name: string;
  idNumber: string;
  unit: string;
  roles: readonly string[];
  password: string;
  /** Who does it, for the log: `cli`, `demo`. */
  by: string;
};

/** A first password that can be read out over the telephone: 16 letters and digits, 79 bits. */
export function makePassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  const pick = () => letters.charAt(crypto.randomInt(letters.length));
  return Array.from({ length: 4 }, () => Array.from({ length: 4 }, pick).join('')).join('-');
}

/**
 * Adds an officer. He is a person too, by identity number, so that he never handles his own case.
 * @param today YYYY-MM-DD
 * @throws Refused with words for the operator: login taken, no such unit or role, bad number
 */
export async function addStaff(db: Db, given: StaffGiven, today: string): Promise<string> {
  refuseBad(given, today);
  const { login, name, unit, by } = given;
  const kept = await hashPassword(given.password);
  try {
    return await db.transaction().execute(async (trx) => {
      if (!(await findUnit(trx, unit))) {
        throw new Refused(
          'no-such-unit',
          400,
          `没有机构 ${unit}。机构标识见目录 catalogue/units。`,
        );
      }
      const person = await findOrMakePerson(trx, {
        name,
        idNumber: given.idNumber,
        proofing: 'staff',
        today,
      });
      const account = await insertStaff(trx, {
        subject: person.id,
        login,
        unit,
        roles: [...new Set(given.roles)],
        kept,
      });
      await record(trx, {
        by,
        what: 'staff.added',
        about: account,
        details: { login, unit, roles: given.roles },
      });
      return account;
    });
  } catch (error) {
    if (brokeUnique(error, 'account_login')) {
      throw new Refused('login-taken', 409, `登录名 ${login} 已经有人用了，请换一个。`);
    }
    throw apartFault(error);
  }
}

function refuseBad({ login, idNumber, roles: wanted, password }: StaffGiven, today: string): void {
  if (!/^[a-z][a-z0-9.-]{2,39}$/.test(login)) {
    throw new Refused(
      'bad-login',
      400,
      '登录名用 3 到 40 个小写字母、数字、点或横线，以字母开头，例如 chen.jing。',
    );
  }
  const read = readIdentityNumber(idNumber, { today });
  if ('problem' in read) throw new Refused('bad-id-number', 400, read.problem);
  const unknown = wanted.filter((role) => !(staffRoles as readonly string[]).includes(role));
  if (unknown.length > 0 || wanted.length === 0) {
    throw new Refused(
      'bad-role',
      400,
      `角色只能是 ${staffRoles.join('、')}，不认识“${unknown.join('、')}”。`,
    );
  }
  refuseMixed(wanted);
  const weak = passwordProblem(password, [login, idNumber]);
  if (weak) throw new Refused('weak-password', 400, `${weak}。`);
}

/** Disables an officer's account at once, or enables it again; his open sessions end. */
export async function disableStaff(
  db: Db,
  login: string,
  { by, enable = false }: { by: string; enable?: boolean },
): Promise<StaffMember> {
  return db.transaction().execute(async (trx) => {
    const member = await mustExist(await staffByLogin(trx, login), login);
    await setDisabled(trx, member.account, !enable);
    await record(trx, {
      by,
      what: enable ? 'staff.enabled' : 'staff.disabled',
      about: member.account,
    });
    return { ...member, disabled: !enable };
  });
}

/** Gives an officer a new password; his open sessions end. */
export async function resetStaff(
  db: Db,
  login: string,
  { by, password }: { by: string; password: string },
): Promise<StaffMember> {
  const weak = passwordProblem(password, [login]);
  if (weak) throw new Refused('weak-password', 400, `${weak}。`);
  const kept = await hashPassword(password);
  return db.transaction().execute(async (trx) => {
    const member = await mustExist(await staffByLogin(trx, login), login);
    await setPassword(trx, member.account, kept);
    await endSessions(trx, member.account);
    await record(trx, { by, what: 'staff.reset', about: member.account });
    return member;
  });
}

async function mustExist(member: StaffMember | undefined, login: string): Promise<StaffMember> {
  if (member) return member;
  throw new Refused(
    'no-such-staff',
    404,
    `没有登录名是 ${login} 的工作人员。npx bantuo staff list 列出所有人。`,
  );
}
