/**
 * Public identifiers with their check characters: identity number, credit code, licence identifier,
 * case number. Rules and vectors: domain reference §5 (each rule was run there on real samples).
 * Readers never throw for bad input: they answer with a problem in words for the person who typed.
 */
import { isDate } from './period.ts';

/** Why an input was not taken, in words for the person who typed it. */
export type Problem = { problem: string };

/**
 * Half-width, upper case, without blanks: how people paste numbers, and how registers write them.
 */
const normalise = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\s\u200b-\u200f\ufeff]/gu, '')
    .toUpperCase();

const at = (list: readonly number[] | string, index: number): number =>
  typeof list === 'string' ? list.charCodeAt(index) : (list[index] ?? 0);

const count = (text: string): number => [...text].length;

// --- identity number, GB 11643 -------------------------------------------------------------------

const IDENTITY_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const IDENTITY_CHECKS = '10X98765432';
/** First two digits in use: provinces, Hong Kong, Macao, and the residence permits 81–83. */
const PROVINCES = new Set(
  (
    '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 ' +
    '50 51 52 53 54 61 62 63 64 65 71 81 82 83'
  ).split(' '),
);
/** No living holder is older; the oldest verified age on record is 122. */
const EARLIEST_BIRTH_YEAR = 1880;

/** Check character (0–9 or X) of the first 17 digits of an identity number, ISO 7064 MOD 11-2. */
export function identityCheck(digits: string): string {
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += (at(digits, i) - 48) * at(IDENTITY_WEIGHTS, i);
  return IDENTITY_CHECKS.charAt(sum % 11);
}

/** What an identity number says by itself. */
export type IdentityNumber = {
  number: string;
  birth: string;
  sex: 'male' | 'female';
  region: string;
};

/**
 * Reads an identity number (18 characters; blanks, full-width digits and a small x are put right).
 * @param today with it a birth after that date is a problem
 */
export function readIdentityNumber(
  text: string,
  { today }: { today?: string } = {},
): IdentityNumber | Problem {
  const number = normalise(text);
  const length = count(number);
  if (length === 15 && /^\d+$/.test(number)) {
    return { problem: '这是 15 位的旧身份证号，已停止使用，请填写现在的 18 位身份证号' };
  }
  if (length !== 18)
    return { problem: `身份证号应为 18 位，您填写了 ${length} 位，请对照证件核对` };
  if (!/^\d{17}[\dX]$/.test(number)) {
    return { problem: '身份证号前 17 位应为数字，最后一位为数字或 X，请对照证件核对' };
  }
  if (!PROVINCES.has(number.slice(0, 2))) {
    return { problem: `身份证号开头的地区码 ${number.slice(0, 6)} 不存在，请对照证件核对` };
  }
  const birth = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  if (!isBirth(birth, today)) {
    return { problem: `身份证号第 7 至 14 位的出生日期 ${birth} 不对，请对照证件核对` };
  }
  if (identityCheck(number) !== number.charAt(17)) {
    return { problem: '身份证号校验不通过，可能有一位填错或两位写反，请逐位对照证件核对' };
  }
  const sex = Number(number.charAt(16)) % 2 === 1 ? 'male' : 'female';
  return { number, birth, sex, region: number.slice(0, 6) };
}

function isBirth(birth: string, today: string | undefined): boolean {
  return (
    isDate(birth) && Number(birth.slice(0, 4)) >= EARLIEST_BIRTH_YEAR && (!today || birth <= today)
  );
}

// --- unified social credit code, GB 32100 --------------------------------------------------------

const CREDIT_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

/** Check character of the first 17 characters of a credit code: weights 3^i, modulo 31. */
export function creditCheck(code: string): string {
  let sum = 0;
  let weight = 1;
  for (let i = 0; i < 17; i++) {
    sum += CREDIT_ALPHABET.indexOf(code.charAt(i)) * weight;
    weight = (weight * 3) % 31;
  }
  return CREDIT_ALPHABET.charAt((31 - (sum % 31)) % 31);
}

/** Check character of the first 8 characters of an organisation code (GB 11714), modulo 11. */
export function organisationCheck(code: string): string {
  let sum = 0;
  for (let i = 0; i < 8; i++) {
    sum += Number.parseInt(code.charAt(i), 36) * at(ORGANISATION_WEIGHTS, i);
  }
  const check = (11 - (sum % 11)) % 11;
  return check === 10 ? 'X' : String(check);
}

/** The parts of a credit code. */
export type CreditCode = {
  code: string;
  /**
   * Registering department: 1 staffing committee, 5 civil affairs, 9 market regulation, Y other.
   */
  department: string;
  category: string;
  region: string;
  organisation: string;
};

/**
 * Reads a credit code. `doubtful` marks a code that fails only its check characters: some codes of
 * the pilot years do so legitimately, and may be taken with proof from the register.
 */
export function readCreditCode(text: string): CreditCode | (Problem & { doubtful: boolean }) {
  const code = normalise(text);
  const problem = (words: string, doubtful = false) => ({ problem: words, doubtful });
  const length = count(code);
  if (length !== 18) {
    return problem(`统一社会信用代码应为 18 位，您填写了 ${length} 位，请对照营业执照核对`);
  }
  const wrong = [...code].find((character) => !CREDIT_ALPHABET.includes(character));
  if (wrong !== undefined) {
    return problem(
      `统一社会信用代码里没有“${wrong}”（不用字母 I、O、S、V、Z），请对照营业执照核对`,
    );
  }
  if (!/^\d{6}$/.test(code.slice(2, 8))) {
    return problem('统一社会信用代码第 3 至 8 位应为数字，请对照营业执照核对');
  }
  if (creditCheck(code) !== code.charAt(17)) {
    return problem('统一社会信用代码校验不通过，可能有一位填错或两位写反，请逐位核对', true);
  }
  const organisation = code.slice(8, 17);
  if (organisationCheck(organisation) !== organisation.charAt(8)) {
    return problem('统一社会信用代码第 9 至 17 位校验不通过，请逐位核对', true);
  }
  const [department, category] = [code.charAt(0), code.charAt(1)];
  return { code, department, category, region: code.slice(2, 8), organisation };
}

// --- ISO 7064 MOD 37,36 --------------------------------------------------------------------------

/**
 * Check character of a text of digits and capital letters, ISO 7064 MOD 37,36. It finds every slip
 * of one character, and all but about 2 in 1,000 swaps of neighbours (measured in the test).
 * @throws RangeError for any other character
 */
export function mod3736(text: string): string {
  let sum = 36;
  for (let i = 0; i < text.length; i++) {
    const value = value36(at(text, i));
    if (value < 0) throw new RangeError(`只能对数字和大写字母求校验码，不能有“${text.charAt(i)}”`);
    sum = (sum + value) % 36 || 36;
    sum = (sum * 2) % 37;
  }
  return ((37 - sum) % 36).toString(36).toUpperCase();
}

const value36 = (code: number): number => {
  if (code >= 48 && code <= 57) return code - 48;
  return code >= 65 && code <= 90 ? code - 55 : -1;
};

// --- licence identifier, GB/T 36904 --------------------------------------------------------------

const LICENCE_ROOT = '1.2.156.3005.2';

/** The parts of a licence identifier. */
export type LicenceIdentifier = {
  /** Type of licence: credit code of the body that published the type, and three characters. */
  type: string;
  /** Credit code of the issuing body. */
  issuer: string;
  serial: string;
  /** Three digits, one more with each reissue. */
  version: string;
};

const LICENCE_PARTS: readonly [part: keyof LicenceIdentifier, pattern: RegExp][] = [
  ['type', /^[0-9A-Z]{21}$/],
  ['issuer', /^[0-9A-Z]{18}$/],
  ['serial', /^[0-9A-Z]{1,32}$/],
  ['version', /^\d{3}$/],
];

/**
 * Writes a licence identifier with its check character, which runs over the four parts joined
 * without dots and without the root.
 * @throws RangeError when a part does not have its form
 */
export function licenceIdentifier(parts: LicenceIdentifier): string {
  for (const [part, pattern] of LICENCE_PARTS) {
    if (!pattern.test(parts[part])) {
      throw new RangeError(`证照标识的 ${part} 不合规则：“${parts[part]}”`);
    }
  }
  const { type, issuer, serial, version } = parts;
  const check = mod3736(type + issuer + serial + version);
  return [LICENCE_ROOT, type, issuer, serial, version, check].join('.');
}

/** Reads a licence identifier and proves its check character. */
export function readLicenceIdentifier(text: string): LicenceIdentifier | Problem {
  const identifier = normalise(text);
  if (!identifier.startsWith(`${LICENCE_ROOT}.`)) {
    return { problem: `证照标识应以 ${LICENCE_ROOT} 开头，请核对` };
  }
  const parts = identifier.slice(LICENCE_ROOT.length + 1).split('.');
  const [type = '', issuer = '', serial = '', version = '', check = ''] = parts;
  const found: LicenceIdentifier = { type, issuer, serial, version };
  const formed = LICENCE_PARTS.every(([part, pattern]) => pattern.test(found[part]));
  if (parts.length !== 5 || !formed) return { problem: '证照标识的格式不对，请核对是否抄全' };
  if (mod3736(type + issuer + serial + version) !== check) {
    return { problem: '证照标识校验不通过，可能有一位抄错，请核对' };
  }
  return found;
}

// --- case number ---------------------------------------------------------------------------------

/** The parts of a case number. */
export type CaseNumber = {
  /** Area code of six digits; which area is data, never code. */
  area: string;
  /** Day of filing `YYYY-MM-DD`. */
  date: string;
  /** One digit or capital letter for the channel it came by. */
  channel: string;
  /** 0–99,999,999, unique within area, day and channel. */
  sequence: number;
};

/**
 * Writes a case number of 24 characters: area, day, channel, sequence of 8 digits, and the check
 * character MOD 37,36 over all before it.
 * @throws RangeError when a part does not have its form
 */
export function caseNumber({ area, date, channel, sequence }: CaseNumber): string {
  if (!isDate(date)) throw new RangeError(`没有“${date.slice(0, 20)}”这一天`);
  const numbered = Number.isInteger(sequence) && sequence >= 0 && sequence <= 99_999_999;
  if (!/^\d{6}$/.test(area) || !/^[0-9A-Z]$/.test(channel) || !numbered) {
    throw new RangeError(`办件编号的组成不合规则：${area} ${channel} ${sequence}`);
  }
  const body = area + date.replaceAll('-', '') + channel + String(sequence).padStart(8, '0');
  return body + mod3736(body);
}

/** Reads a case number and proves its check character. */
export function readCaseNumber(text: string): CaseNumber | Problem {
  const number = normalise(text).replaceAll('-', '');
  const length = count(number);
  if (length !== 24)
    return { problem: `办件编号应为 24 位，您填写了 ${length} 位，请对照凭证核对` };
  const found = /^(\d{6})(\d{4})(\d\d)(\d\d)([0-9A-Z])(\d{8})([0-9A-Z])$/.exec(number);
  if (!found || mod3736(number.slice(0, 23)) !== found[7]) {
    return { problem: '办件编号校验不通过，可能有一位填错，请对照凭证核对' };
  }
  const [, area = '', year = '', month = '', day = '', channel = '', sequence = ''] = found;
  const date = `${year}-${month}-${day}`;
  if (!isDate(date)) return { problem: '办件编号里的日期不存在，请对照凭证核对' };
  return { area, date, channel, sequence: Number(sequence) };
}

// --- masks ---------------------------------------------------------------------------------------
// Domain reference §6: name 张*, identity number first 6 and last 2, phone 3-4-4; a credit code is
// public and stays whole.

/** `张*`: the first character and one star, whatever the length of the name. */
export const maskName = (name: string): string => {
  const first = [...name.trim()][0];
  return first === undefined ? '' : `${first}*`;
};

/** First `head` and last `tail` characters; a text too short for both is hidden whole. */
const maskMiddle = (text: string, head: number, tail: number): string => {
  const characters = [...text];
  const hidden = characters.length - head - tail;
  if (hidden < Math.min(4, characters.length)) return '*'.repeat(characters.length);
  const [front, back] = [characters.slice(0, head), characters.slice(characters.length - tail)];
  return front.join('') + '*'.repeat(hidden) + back.join('');
};

/** `110105**********2X`: first 6 and last 2. */
export const maskIdentityNumber = (number: string): string => maskMiddle(number, 6, 2);

/** `138****5678`: first 3 and last 4. */
export const maskPhone = (phone: string): string => maskMiddle(phone, 3, 4);
