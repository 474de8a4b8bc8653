/**
 * The archive package of a case, in the shape of GB/T 42727 as read: form, materials, papers, result and
 * process metadata in one ZIP, each file with its checksum, the list of them signed. Pure but for time.
 */
import crypto from 'node:crypto';
import { strToU8, strFromU8, unzipSync, zipSync } from 'fflate';

export type PackageFile = { path: string; bytes: Uint8Array };

export type Described = {
  number: string; item: string; itemName: string; unit: string; applicant: string; state: string;
  submittedAt: string; endedOn: string;
  acts: { seq: number; action: string; at: string; role: string; state: string; hash: string }[];
};

/** One of the four properties (真实、完整、可用、安全), with what was found against it. */
export type Property = { property: string; holds: boolean; faults: string[] };

/** How a file is judged: the words against it. Given from outside, so that this file needs no database. */
export type Judge = { usable: (file: PackageFile) => Promise<string[]>; genuine: (file: PackageFile) => string[] };

const sha256 = (bytes: Uint8Array): string => crypto.createHash('sha256').update(bytes).digest('hex');
const escaped = (text: string): string => text.replace(/[<>&"']/g, (c) => `&#${c.codePointAt(0)};`)
  .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd');

/** The metadata of the package: what it is, how it went, what is in it. */
export function metadataXml(d: Described, files: readonly PackageFile[]): string {
  const line = (name: string, value: string): string => `    <${name}>${escaped(value)}</${name}>`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<archivePackage shape="GB/T 42727-2023" note="标准的字段名没有核到，这里按其组成（申请表、材料、文书、结果、过程）排列">',
    '  <case>',
    line('number', d.number), line('item', d.item), line('itemName', d.itemName), line('unit', d.unit),
    line('applicant', d.applicant), line('state', d.state), line('submittedAt', d.submittedAt),
    line('endedOn', d.endedOn),
    '  </case>',
    '  <process>',
    ...d.acts.map((a) => `    <act seq="${a.seq}" action="${escaped(a.action)}" role="${escaped(a.role)}" `
      + `state="${escaped(a.state)}" at="${a.at}" hash="${escaped(a.hash)}"/>`),
    '  </process>',
    '  <files>',
    ...files.map((f) => `    <file path="${escaped(f.path)}" size="${f.bytes.length}" sha256="${sha256(f.bytes)}"/>`),
    '  </files>',
    '</archivePackage>', '',
  ].join('\n');
}

const listName = 'manifest-sha256.txt';
const signatureName = 'manifest.sig';

/** The ZIP: metadata first, then the files, their list, and its signature by the platform's key. */
export function packed(d: Described, files: readonly PackageFile[], seal: { privateKey: string; at: Date }): Buffer {
  const all = [{ path: 'metadata.xml', bytes: strToU8(metadataXml(d, files)) }, ...files];
  const list = strToU8(all.map((f) => `${sha256(f.bytes)}  ${f.path}\n`).join(''));
  const key = crypto.createPrivateKey(seal.privateKey);
  const publicKey = crypto.createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
  const signature = strToU8(JSON.stringify({
    algorithm: 'Ed25519', publicKey, signature: crypto.sign(null, list, key).toString('base64'),
  }));
  const entries = [...all, { path: listName, bytes: list }, { path: signatureName, bytes: signature }];
  return Buffer.from(zipSync(Object.fromEntries(entries.map((f) => [f.path, f.bytes])), { level: 6, mtime: seal.at }));
}

/** Largest package that is opened, in bytes when unpacked. */
const most = 512 * 1024 * 1024;

/**
 * The four properties of a package: 真实 (the list is signed and nothing differs from it), 完整 (nothing
 * lacks and nothing is more), 可用 (every file opens as what it is), 安全 (nothing active, no path out).
 */
export async function checkPackage(zip: Uint8Array, judge: Judge, trusted?: string): Promise<Property[]> {
  const files = opened(zip);
  if (typeof files === 'string') return [{ property: '可用性', holds: false, faults: [files] }];
  const listed = listOf(files.get(listName));
  const inside = [...files].filter(([path]) => path !== listName && path !== signatureName)
    .map(([path, bytes]): PackageFile => ({ path, bytes }));
  const differs = inside.filter((f) => listed.has(f.path) && listed.get(f.path) !== sha256(f.bytes));
  const genuine = [
    ...signatureFaults(files, trusted), ...differs.map((f) => `${f.path} 和清单不一致`), ...inside.flatMap(judge.genuine),
  ];
  const xml = files.get('metadata.xml');
  const named = xml ? [...strFromU8(xml).matchAll(/<file path="([^"]*)"/g)].map(([, p = '']) => unescaped(p)) : [];
  const complete = [
    ...(xml ? [] : ['没有 metadata.xml']),
    ...[...listed.keys()].filter((path) => !files.has(path)).map((path) => `清单里有，包里没有：${path}`),
    ...inside.filter((f) => !listed.has(f.path)).map((f) => `包里有，清单里没有：${f.path}`),
    ...named.filter((path) => !files.has(path)).map((path) => `元数据里有，包里没有：${path}`),
  ];
  const usable = (await Promise.all(inside.map(judge.usable))).flat();
  const safe = [...files.keys()].filter((path) => path.startsWith('/') || path.split('/').includes('..'))
    .map((path) => `路径不安全：${path}`);
  return Object.entries({ 真实性: genuine, 完整性: complete, 可用性: usable, 安全性: safe })
    .map(([property, faults]) => ({ property, holds: faults.length === 0, faults }));
}

function opened(zip: Uint8Array): Map<string, Uint8Array> | string {
  let size = 0;
  try {
    const found = unzipSync(zip, { filter: (file) => {
      size += file.originalSize;
      if (size > most) throw new RangeError('too large');
      return true;
    } });
    return new Map(Object.entries(found));
  } catch {
    return '不是可以打开的归档包：文件损坏，或者太大';
  }
}

function listOf(bytes: Uint8Array | undefined): Map<string, string> {
  const lines = bytes ? strFromU8(bytes).split('\n') : [];
  return new Map(lines.flatMap((line) => {
    const found = /^([0-9a-f]{64}) {2}(.+)$/.exec(line);
    return found ? [[found[2] ?? '', found[1] ?? '']] : [];
  }));
}

const unescaped = (text: string): string => text
  .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));

function signatureFaults(files: Map<string, Uint8Array>, trusted: string | undefined): string[] {
  const list = files.get(listName);
  const raw = files.get(signatureName);
  if (!list || !raw) return ['没有清单或清单的签名'];
  try {
    const { publicKey, signature } = JSON.parse(strFromU8(raw)) as { publicKey: string; signature: string };
    const good = crypto.verify(null, list, crypto.createPublicKey(publicKey), Buffer.from(signature, 'base64'));
    if (!good) return ['清单在签名后被改动过'];
    return trusted !== undefined && publicKey.trim() !== trusted.trim() ? ['清单不是本平台的密钥签的'] : [];
  } catch {
    return ['清单的签名读不出来'];
  }
}
