/** A person by identity number, known or new: a case can be filed for him without an account. */
import { readIdentityNumber } from '#graph';
import { Refused, type Trx } from '#base';
import { setPhone, upsertPerson, type NewPerson, type Subject } from './store.ts';

export type PersonGiven = {
  /** Canonical, as `typedName` and `typedIdNumber` give them. */
  name: string;
  idNumber: string;
  phone?: string | undefined;
  /** How we know it is he; by default an officer at a counter looked at his card. */
  proofing?: NewPerson['proofing'];
  /** YYYY-MM-DD; with it a birth in the future is refused. */
  today?: string;
};

/**
 * Finds the person with this identity number or adds him; holds the row till the transaction ends.
 * A phone is taken where none is known.
 * @throws Refused 400 for a number that cannot be; 409 `name-differs` where the number is known
 *   under another name
 */
export async function findOrMakePerson(trx: Trx, given: PersonGiven): Promise<Subject> {
  const { name, idNumber, phone, proofing = 'counter', today } = given;
  const read = readIdentityNumber(idNumber, today === undefined ? {} : { today });
  if ('problem' in read) {
    throw new Refused('bad-input', 400, '身份证号不对，请按下面的提示改好再提交。', {
      fields: [{ at: 'idNumber', message: read.problem }],
    });
  }
  const person = await upsertPerson(trx, {
    name,
    idNumber: read.number,
    birthDate: read.birth,
    phone: phone ?? null,
    proofing,
  });
  if (person.name !== name) {
    throw new Refused(
      'name-differs',
      409,
      '这个身份证号以前登记过，姓名和您填写的不一样。请对照身份证核对姓名和号码。',
    );
  }
  if (phone === undefined || person.phone !== null) return person;
  await setPhone(trx, person.id, phone);
  return { ...person, phone };
}
