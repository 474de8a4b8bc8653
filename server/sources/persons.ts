/** About whom somebody may ask: himself, or the children he is the guardian of. */
import { Refused, signInFirst, type Context, type Db, type Trx } from '#base';
import { readIdentityNumber, type Answer, type Source } from '#graph';
import {
  findByNumber, findOrMakePerson, findSubject, type Actor, type Subject,
} from '#identity';
import { mustAnswer, type Asked } from './outage.ts';
import { childrenOf } from './store.ts';

/** A person whose rows may be shown. `child`: by guardianship; otherwise it is the asker himself. */
export type Person = { number: string; name: string; child: boolean };

const grownUp = 18;
/** 个人信息保护法 art. 28, 31: below this age the guardian decides, from it the child may look himself. */
const ownRight = 14;

/** Whole years from a day to another, both YYYY-MM-DD. */
function ageOn(birth: string, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(birth.slice(0, 4));
  return today.slice(5) < birth.slice(5) ? years - 1 : years;
}

function ageOf(number: string, today: string): number {
  const read = readIdentityNumber(number);
  return 'problem' in read ? 0 : ageOn(read.birth, today);
}

/** The person who asks, in his own name and on his own account. */
async function asker(context: Context<Actor>): Promise<Subject & { number: string }> {
  const { actor, db } = context;
  if (actor.kind === 'anyone') throw signInFirst();
  if (actor.kind !== 'citizen') {
    throw new Refused('own-account', 403, {
      zh: '这是个人查询。请退出工作账号，用您自己的账号登录后再查。',
      en: 'This is for people about themselves. Please sign in with your own account, not the one for work.',
    });
  }
  const subject = await findSubject(db, actor.subject);
  if (!subject?.idNumber) throw signInFirst();
  return { ...subject, number: subject.idNumber };
}

/**
 * Whose rows an item shows to who asks; undefined where it shows them to everybody. Guardianship
 * ends with the 18th birthday; from the 14th a child sees his own as well.
 * @throws Refused 401 nobody signed in, 403 a work account, 424 the register of guardians is down
 */
export async function personsFor(
  context: Context<Actor>, asked: Asked & { answer: Answer; relation: Source | undefined },
): Promise<Person[] | undefined> {
  const { answer, relation } = asked;
  if (answer.who === 'anyone') return undefined;
  const own = await asker(context);
  const himself = { number: own.number, name: own.name, child: false };
  if (answer.who === 'own') return [himself];
  if (!relation?.guardians) throw new Error(`${asked.item.item.id} has no register of guardians`);
  await mustAnswer(context, { ...asked, source: relation });
  const { child, name } = relation.guardians;
  const rows = await childrenOf(context.db, relation.id, own.number);
  const children = rows
    .map((cells) => ({ number: cells[child] ?? '', name: cells[name] ?? '', child: true }))
    .filter(({ number }) => ageOf(number, context.today) < grownUp);
  const age = ageOf(own.number, context.today);
  return age >= ownRight && age < grownUp ? [...children, himself] : children;
}

/** The subject of a person; a child who is known from the register only is added to the people. */
export async function subjectOf(trx: Trx, person: Person): Promise<string> {
  const found = await findByNumber(trx as unknown as Db, person.number);
  if (found) return found.id;
  const made = await findOrMakePerson(trx, {
    name: person.name, idNumber: person.number, proofing: 'register',
  });
  return made.id;
}
