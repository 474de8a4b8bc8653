/** `bantuo verify FILE|CODE`: are the bytes unchanged, and what is the licence worth today? */
import fs from 'node:fs';
import path from 'node:path';
import { makeClock, openDb, readSettings, Refused } from '#base';
import { signer, verifyCode, verifyFile, type Verified, type VerifiedFile } from '#licences';

type Options = { json?: boolean; url?: string };
type Answer = Verified | VerifiedFile;

const limit = 20 * 1024 * 1024;

/** The bytes when it names a file; undefined for a code. Throws with words when it is not there. */
function fileOf(what: string): Buffer | undefined {
  const found = fs.statSync(what, { throwIfNoEntry: false });
  if (!found?.isFile()) {
    const looks = /\.pdf$/i.test(what) || (what.includes(path.sep) && !/^https?:/.test(what));
    if (looks) throw new Error(`没有文件 ${what}。请检查路径，或直接给证照上的查验码。`);
    return undefined;
  }
  if (found.size > limit) throw new Error(`${what} 超过 20 MB，不是本平台发出的证照文件。`);
  return fs.readFileSync(what);
}

/** By the database itself, where the operator has given one. */
async function atDatabase(url: string, what: string, bytes: Buffer | undefined): Promise<Answer> {
  const { db } = openDb({ url, max: 1 });
  try {
    const verifier = { db, clock: makeClock() };
    if (!bytes) return await verifyCode(verifier, what);
    const { certificate } = signer({ settings: readSettings() });
    return await verifyFile(verifier, { bytes, certificate });
  } finally {
    await db.destroy();
  }
}

/** By the public endpoints of a running instance. */
async function atServer(url: string, what: string, bytes: Buffer | undefined): Promise<Answer> {
  let response: Response;
  try {
    response = bytes
      ? await fetch(`${url}/api/verify/file`, {
        method: 'POST', headers: { 'content-type': 'application/pdf' }, body: new Uint8Array(bytes),
      })
      : await fetch(`${url}/api/verify/${encodeURIComponent(what.split('/').at(-1) ?? what)}`);
  } catch (cause) {
    throw new Error(`连不上 ${url}。请先用 npm start 启动，或用 --url 写明地址。`, { cause });
  }
  const body = await response.json().catch(() => ({})) as Answer & { error?: { message?: string } };
  if (!response.ok) throw new Error(body.error?.message ?? `${url} 回答了 ${response.status}。`);
  return body;
}

/** Good for use: valid today and, of a file, unchanged. */
function isGood(answer: Answer): boolean {
  return answer.found && answer.state === 'valid' && (!('intact' in answer) || answer.intact);
}

function lines(answer: Answer): string[] {
  const out: string[] = [];
  if ('intact' in answer) {
    out.push(`文件：${answer.intact ? '没有被改动' : answer.known ? '被改动过，不能采信' : '不能证明'}`);
    out.push(`签名：${answer.signed ? '本平台的签名，完好' : '没有本平台的完好签名'}`);
  }
  out.push(`今天（${answer.on}）：${answer.stateName?.zh ?? '没有查到'}`);
  const rows: [string, string | undefined][] = [
    ['名称', answer.name?.zh], ['编号', answer.number], ['标识', answer.identifier],
    ['持证主体', answer.holder], ['发证机关', answer.issuer?.zh], ['发证日期', answer.issuedOn],
    ['有效期', answer.from && `${answer.from} 至 ${answer.until ?? '长期'}`],
    ['状态起于', answer.stateSince],
    ['新证', answer.successor && `${answer.successor.number}（第 ${answer.successor.version} 版）`],
  ];
  for (const [name, value] of rows) if (value) out.push(`  ${name}：${value}`);
  return [...out, answer.message.zh];
}

/**
 * Prints both answers.
 * @returns the exit code: 0 only when it is valid today and, of a file, unchanged
 */
export async function verify(what: string, options: Options = {}): Promise<number> {
  const bytes = fileOf(what);
  const settings = readSettings();
  const database = options.url ? undefined : settings.databaseUrl;
  let answer: Answer;
  try {
    answer = database
      ? await atDatabase(database, what, bytes)
      : await atServer((options.url ?? settings.url).replace(/\/$/, ''), what, bytes);
  } catch (error) {
    if (!(error instanceof Refused) || !options.json) throw error;
    answer = { found: false, message: { zh: error.message }, on: makeClock().today() };
  }
  const good = isGood(answer);
  const text = options.json
    ? JSON.stringify({ good, ...answer }, null, 2) : lines(answer).join('\n');
  process.stdout.write(`${text}\n`);
  return good ? 0 : 1;
}
