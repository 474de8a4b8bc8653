/** Reads what was typed to search by: one spelling for one value, or words what to do. */
import { Refused, type Complaint } from '#base';
import { canonical, searchOf, type Answer, type OpenItem } from '#graph';

/** One thing a row must have. `has`: a part of the text; `from`, `until`: both ends included. */
export type Criterion = {
  column: string;
  match: 'is' | 'has' | 'from' | 'until';
  value: string;
};

const partSigns = 2;

type Known = ReturnType<typeof searchOf> & { address: string; id: string };

function knownOf(item: OpenItem, answer: Answer): Known[] {
  return answer.by.map(searchOf).map((by) => {
    const address = item.names.byWritten.get(by.field)?.address ?? by.field;
    return { ...by, address, id: address.split('.').at(-1) ?? address };
  });
}

function readOne(item: OpenItem, known: Known, typed: string): Criterion | Complaint {
  const { address, id, match, column } = known;
  const field = item.names.byAddress.get(address)?.field;
  const read = field ? canonical(field, typed)
    : { problem: { zh: '不能按这一项查询', en: 'This is not searched by.' } };
  if ('problem' in read) return { at: address, message: read.problem };
  const value = 'value' in read && typeof read.value === 'string' ? read.value : '';
  if (match === 'has' && [...value].length < partSigns) {
    return { at: address, message: { zh: '至少写两个字', en: 'At least two characters, please.' } };
  }
  return { column: column ?? id, match, value };
}

function missing(known: Known[], given: ReadonlySet<string>): Complaint[] {
  return known.filter(({ required, address }) => required && !given.has(address)).map(({ address }) => (
    { at: address, message: { zh: '这一项要填才能查', en: 'This entry is needed.' } }));
}

/**
 * The criteria in what was typed; keys are addresses or ids of the fields the item searches by.
 * @throws Refused 400 with the fields that are wrong or missing, or where nothing is asked at all
 */
export function readCriteria(
  item: OpenItem, answer: Answer, typed: Record<string, string | null>,
): Criterion[] {
  const known = knownOf(item, answer);
  const criteria: Criterion[] = [];
  const wrong: Complaint[] = [];
  const given = new Set<string>();
  for (const [at, text] of Object.entries(typed)) {
    if (text === null || text.trim() === '') continue;
    const one = known.find(({ address, id }) => at === address || at === id);
    const read: Criterion | Complaint = one ? readOne(item, one, text)
      : { at: at.slice(0, 120), message: { zh: '不能按这一项查询', en: 'This is not searched by.' } };
    if ('at' in read) wrong.push(read);
    else criteria.push(read);
    if (one) given.add(one.address);
  }
  wrong.push(...missing(known, given));
  if (wrong.length > 0) {
    throw new Refused('bad-input', 400, {
      zh: '有几项查询条件填得不对，请按提示改好再查。',
      en: 'Some entries are not right. Please correct them as shown and search again.',
    }, { fields: wrong });
  }
  if (answer.who === 'anyone' && criteria.length === 0) {
    throw new Refused('nothing-asked', 400, {
      zh: '请至少填一项再查。', en: 'Please fill in at least one entry.',
    });
  }
  return criteria;
}
