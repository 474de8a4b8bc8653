/** identity.register: a citizen's account, on demonstration proofing (the check character). */
import { z } from 'zod';
import { addMonths, announce, brokeUnique, Refused, type Context } from '#base';
import { readIdentityNumber } from '#graph';
import type { Actor } from './actor.ts';
import { findOrMakePerson } from './find-or-make-person.ts';
import { hashPassword, passwordProblem } from './password.ts';
import { startSession } from './session.ts';
import { insertCitizen, record, setPhone } from './store.ts';
import { typedIdNumber, typedName, typedPhone } from './typed.ts';

export const registerInput = z.object({
  name: typedName,
  idNumber: typedIdNumber,
  phone: typedPhone,
  password: z.string().max(1000),
});
type Input = z.output<typeof registerInput>;

/**
 * 个人信息保护法 §28 and §31 (domain reference §6): data of children under 14 are sensitive and
 * need the consent of a parent or guardian, which cannot be given here yet.
 */
const youngest = 14;

/**
 * Registers and signs in. A person for whom a counter filed before is taken up, with his cases.
 * @throws Refused 400 by field; 409 where the number has an account, or another name: in the same
 *   words, so that a stranger learns nothing
 */
export async function register(context: Context<Actor>, input: Input): Promise<{ id: string }> {
  refuseBad(context.today, input);
  const kept = await hashPassword(input.password);
  const { name, idNumber, phone } = input;
  const account = await insert();
  await startSession(context, { account, what: 'registered' });
  return { id: account };

  async function insert(): Promise<string> {
    try {
      return await context.db.transaction().execute(async (trx) => {
        const person = await findOrMakePerson(trx, {
          name,
          idNumber,
          phone,
          proofing: 'demo',
          today: context.today,
        });
        const id = await insertCitizen(trx, person.id, kept);
        if (person.phone !== phone) await setPhone(trx, person.id, phone);
        await record(trx, { by: id, what: 'account.registered', about: person.id });
        await announce(trx, {
          topic: 'person.registered',
          payload: { subject: person.id, account: id },
        });
        return id;
      });
    } catch (error) {
      const named = error instanceof Refused && error.code === 'name-differs';
      if (named || brokeUnique(error, 'account_citizen')) throw cannotRegister();
      throw error;
    }
  }
}

function cannotRegister(): Refused {
  return new Refused(
    'cannot-register',
    409,
    '用这个身份证号不能再注册：可能已经有账号，或者姓名与以前办事时登记的不一样。' +
      '有账号请直接登录；没有的话，请对照身份证核对后再试，或带身份证到窗口核对。',
  );
}

function refuseBad(today: string, input: Input): void {
  const { idNumber, phone, password, name } = input;
  const fields: { at: string; message: string }[] = [];
  const read = readIdentityNumber(idNumber, { today });
  if ('problem' in read) fields.push({ at: 'idNumber', message: read.problem });
  else if (addMonths(read.birth, youngest * 12) > today) {
    fields.push({
      at: 'idNumber',
      message:
        `未满 ${youngest} 周岁的孩子，处理个人信息要经父母或其他监护人同意，网上还不能自己注册。` +
        '请由监护人带证件到窗口办理。',
    });
  }
  const weak = passwordProblem(password, [phone, idNumber, idNumber.slice(6, 14), name]);
  if (weak) fields.push({ at: 'password', message: weak });
  if (fields.length > 0) {
    throw new Refused('bad-input', 400, '有几处填得不对，请按下面的提示改好再提交。', { fields });
  }
}
