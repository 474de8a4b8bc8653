/** Words for a person: Chinese, and English beside it. A bare string is Chinese. */
export type Words = string | { zh: string; en: string };
/** The languages pages and refusals are told in. */
export type Lang = 'zh' | 'en';

/** One finding of bad input: the address (or input name) it belongs to, and words for the person. */
export type Complaint = { at: string; message: Words };

/** The words in Chinese. */
export function chinese(words: Words): string {
  return typeof words === 'string' ? words : words.zh;
}

/**
 * The one way to say no to a person. `code` is stable for machines, `message` is public text:
 * what happened, why, what to do now. Anything else thrown is a fault and becomes a 500 with an id.
 */
export class Refused extends Error {
  readonly code: string;
  readonly status: number;
  readonly words: Words;
  readonly fields: Complaint[] | undefined;
  readonly details: Record<string, unknown> | undefined;

  constructor(
    code: string,
    status: number,
    words: Words,
    more: { fields?: Complaint[]; details?: Record<string, unknown> } = {},
  ) {
    super(chinese(words));
    this.name = 'Refused';
    this.code = code;
    this.status = status;
    this.words = words;
    this.fields = more.fields;
    this.details = more.details;
  }
}

/** What one may not see does not exist: the same bytes for a stranger's id and for an unknown one. */
export function notThere(): Refused {
  return new Refused('not-there', 404, {
    zh: '没有找到您要的内容。请检查网址，或回到上一页重新打开。',
    en: 'We could not find what you are looking for. Please check the address, or go back and open it again.',
  });
}

/** Nobody is signed in where somebody must be. */
export function signInFirst(): Refused {
  return new Refused('sign-in-first', 401, {
    zh: '请先登录，再继续办理。',
    en: 'Please sign in first, then go on.',
  });
}
