/** Makes the signed PDFs of licences, in a job after they were issued. */
import crypto from 'node:crypto';
import type { Json } from '#rules';
import { announce, type World } from '#base';
import { renderLicence } from '#base';
import { signPdf } from '#base';
import { printedCode } from './code.ts';
import { signer } from './signer.ts';
import {
  findLicences, findUnmade, lockUnmade, setFiles, type Attribute, type Licence, type MadeFile,
} from './store.ts';

type Made = { licence: Licence; bytes: Buffer; digest: string };

/**
 * Makes what is not there yet of these licences; running twice, or in two workers at once, leaves
 * one file each. Announces `licence.made { licence }`. Gives how many were made.
 * @throws what the first that could not be made threw, after the others were kept
 */
export async function makeFiles(world: World, ids: readonly string[]): Promise<number> {
  const wanted = (await findLicences(world.db, ids)).filter((licence) => licence.file === null);
  const made: Made[] = [];
  const faults: unknown[] = [];
  for (const licence of wanted) {
    try {
      const bytes = await pdfOf(world, licence);
      const digest = crypto.createHash('sha256').update(bytes).digest('hex');
      made.push({ licence, bytes, digest });
    } catch (error) {
      faults.push(error);
    }
  }
  const kept = made.length > 0 ? await keep(world, made) : 0;
  if (faults.length > 0) throw faults[0];
  return kept;
}

async function keep(world: World, made: readonly Made[]): Promise<number> {
  const files = await world.files.write(world.db, made.map(({ licence, bytes }) => ({
    subject: licence.holder, kind: 'pdf', name: fileName(licence), bytes,
  })));
  return world.db.transaction().execute(async (trx) => {
    const still = new Set(await lockUnmade(trx, made.map(({ licence }) => licence.id)));
    const mine = made.map((one, i) => ({ ...one, file: files[i] ?? '' }))
      .filter(({ licence }) => still.has(licence.id));
    const kept = await world.files.keep(trx,
      mine.map(({ licence, file }) => ({ id: file, owner: `licence:${licence.id}` })));
    const rows: MadeFile[] = mine.map(({ licence, digest }, i) =>
      ({ id: licence.id, file: kept[i] ?? '', digest }));
    await setFiles(trx, rows);
    for (const { licence } of mine) {
      await announce(trx, {
        topic: 'licence.made', payload: { licence: licence.id },
        live: { topic: 'cases', to: [`subject:${licence.holder}`, `unit:${licence.unit}`] },
      });
    }
    return mine.length;
  });
}

/** Whatever a lost job left without its file after five minutes. Gives how many were made. */
export async function makeForgotten(world: World): Promise<number> {
  const before = new Date(world.clock.now().getTime() - 300_000);
  return makeFiles(world, await findUnmade(world.db, before, 50));
}

/** The PDF as issued. Its `/Reason` carries the verify code: an altered file is still known. */
async function pdfOf(world: World, licence: Licence): Promise<Buffer> {
  const told = licence.attributes.map((a): [string, string] => [a.name.zh, printed(a)]);
  // Most kinds name the holder among their attributes, in the words of the law.
  const named = told.some(([, value]) => value === licence.holderName);
  const pdf = await renderLicence({
    title: licence.kindName.zh, number: licence.number, identifier: licence.identifier,
    attributes: [
      ...(named ? [] : [['持证主体', licence.holderName] satisfies [string, string]]), ...told,
      ['查验码', printedCode(licence.code)],
    ],
    valid: { from: licence.from, ...(licence.until ? { until: licence.until } : {}) },
    issuer: licence.issuer.name.zh, date: licence.issuedOn, at: licence.at,
    qr: `${world.settings.url}/verify/${licence.code}`, sample: world.settings.demo,
  });
  return signPdf(pdf, { signer: signer(world), at: licence.at, reason: reasonOf(licence.code) });
}

const reasonStart = '出具电子证照，查验码 ';

function reasonOf(code: string): string {
  return reasonStart + printedCode(code);
}

/** The verify code a signed licence carries in its `/Reason`, even where others were changed. */
export function codeInside(file: Buffer): string | undefined {
  // The last one is the signature's: it stands at the end of the file.
  const all = file.toString('latin1').matchAll(/\/Reason <feff((?:[0-9a-f]{4}){1,100})>/g);
  const [, hex = ''] = [...all].at(-1) ?? [];
  const text = Buffer.from(hex, 'hex').swap16().toString('utf16le');
  return text.startsWith(reasonStart) ? text.slice(reasonStart.length) : undefined;
}

/** `公共场所卫生许可证 沪普卫公（样）〔2026〕000001.pdf` */
export function fileName(licence: Pick<Licence, 'kindName' | 'number'>): string {
  return `${licence.kindName.zh} ${licence.number}.pdf`;
}

/** The value as a person reads it. */
export function printed({ type, value, shown }: Attribute): string {
  if (shown) return shown.zh;
  if (value === null) return '无';
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (type === 'date' && typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)) {
    const [year, month, day] = value.split('-').map(Number);
    return `${year}年${month}月${day}日`;
  }
  if (type === 'money' && typeof value === 'string') return `${value} 元`;
  return plain(value);
}

function plain(value: Json): string {
  if (value === null) return '';
  if (Array.isArray(value)) return value.map(plain).join('、');
  // An address is { area, detail }: the area code is for machines.
  if (typeof value === 'object') {
    return typeof value['detail'] === 'string' ? value['detail']
      : Object.values(value).map(plain).filter(Boolean).join(' ');
  }
  return String(value);
}
