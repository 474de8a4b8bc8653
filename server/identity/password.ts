/**
 * Passwords: argon2id (RFC 9106), with the parameters kept beside each hash so that they can be
 * raised later; an old hash is renewed at the next sign-in.
 */
import crypto from 'node:crypto';
import { promisify } from 'node:util';

const argon2 = promisify(crypto.argon2);

/** A kept password. memory in KiB. */
export type Hashed = {
  hash: Buffer;
  nonce: Buffer;
  memory: number;
  passes: number;
  parallelism: number;
};

/** 19 MiB, 2 passes, 1 lane: the first choice of the OWASP Password Storage Cheat Sheet; ~50 ms. */
const now = { memory: 19_456, passes: 2, parallelism: 1 };

/**
 * What was typed, as bytes. Chinese keyboards give full-width digits without showing it, so both
 * widths are one (NFKC).
 */
const message = (password: string): string => password.normalize('NFKC');

/** Hashes a password with today's parameters and a nonce of its own. */
export async function hashPassword(password: string): Promise<Hashed> {
  const nonce = crypto.randomBytes(16);
  return { ...now, nonce, hash: await derive(password, { ...now, nonce }) };
}

async function derive(password: string, kept: Omit<Hashed, 'hash'>): Promise<Buffer> {
  return argon2('argon2id', { ...kept, message: message(password), tagLength: 32 });
}

/** Is this the password? Costs the same whether it is or not. */
export async function isPassword(password: string, kept: Hashed): Promise<boolean> {
  const derived = await derive(password, kept);
  return derived.length === kept.hash.length && crypto.timingSafeEqual(derived, kept.hash);
}

/** Was it hashed with weaker parameters than today's? */
export function isOutdated(kept: Hashed): boolean {
  return kept.memory < now.memory || kept.passes < now.passes;
}

let decoy: Promise<Hashed> | undefined;

/** A hash nobody has the password of: an unknown account costs as much time as a known one. */
export function decoyHash(): Promise<Hashed> {
  decoy ??= hashPassword(crypto.randomBytes(32).toString('hex'));
  return decoy;
}

const shortest = 10;
const longest = 200;

/**
 * Why a password will not do, in words, or undefined when it will.
 * @param known what others know of the person: phone, identity number, login name, name
 */
export function passwordProblem(password: string, known: readonly string[]): string | undefined {
  const text = message(password);
  const length = [...text].length;
  if (length < shortest) {
    return `密码至少 ${shortest} 位，您填写了 ${length} 位。几个不相干的词连起来，既好记又安全`;
  }
  if (length > longest) return `密码最多 ${longest} 位`;
  const lower = text.toLowerCase();
  const guessable = known
    .filter((part) => part.length >= 4)
    .map((part) => part.toLowerCase())
    // What is left beside the phone or identity number must be a password by itself.
    .some((part) => lower.includes(part) && length - part.length < 6);
  if (guessable) return '密码不能就是手机号、身份证号或登录名，请换一个别人猜不到的';
  if (new Set(text).size < 4 || isSequence(lower)) {
    return '密码太好猜了（只有几个字符，或按顺序排列），请换一个';
  }
  return undefined;
}

/** 1234567890, abcdefghij, 9876543210 and the like. */
function isSequence(text: string): boolean {
  const steps = [...text]
    .slice(1)
    .map((c, i) => (c.codePointAt(0) ?? 0) - (text.codePointAt(i) ?? 0));
  const [first] = steps;
  const same = steps.filter((step) => step === first).length;
  return (first === 1 || first === -1) && same >= steps.length - 1;
}
