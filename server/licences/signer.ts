/** The platform's signing key and certificate: made once and kept, or given by the environment. */
import fs from 'node:fs';
import path from 'node:path';
import type { World } from '#base';
import { makeSigner, signerFromText, signerToText, type Signer } from '#base';

type Place = Pick<World, 'settings'>;

const known = new WeakMap<World['settings'], Signer>();

/**
 * The signer of licences and papers, read once a process. With our own database it is made at the
 * first start (RSA-2048, a fictional SAMPLE issuer) and kept in `secrets/signer.pem` (0600).
 * @throws Error with words for the operator when DATABASE_URL is set and BANTUO_SIGNING_KEY or
 *   BANTUO_SIGNING_CERT is missing or they do not belong together
 */
export function signer({ settings }: Place, env: NodeJS.ProcessEnv = process.env): Signer {
  const before = known.get(settings);
  if (before) return before;
  const text = fromEnvironment(settings, env) ?? makeOrRead(path.join(settings.folder, 'secrets'));
  const found = readSigner(text);
  known.set(settings, found);
  return found;
}

function readSigner(text: string): Signer {
  try {
    return signerFromText(text);
  } catch (cause) {
    throw new Error('签名密钥和证书读不出来或不是一对（BANTUO_SIGNING_KEY、BANTUO_SIGNING_CERT，'
      + '或 secrets/signer.pem）。请换成同一次生成的 PEM 文本。', { cause });
  }
}

function fromEnvironment(
  settings: World['settings'], env: NodeJS.ProcessEnv,
): string | undefined {
  const names = ['BANTUO_SIGNING_KEY', 'BANTUO_SIGNING_CERT'] as const;
  const missing = names.filter((name) => !env[name]);
  if (missing.length === 0) return names.map((n) => env[n]?.replaceAll('\\n', '\n')).join('\n');
  if (settings.databaseUrl || missing.length === 1) {
    throw new Error(`电子证照的签名密钥要从环境变量来，现在缺 ${missing.join('、')}（PEM 文本）。`
      + '运行 npx bantuo admin secrets 可以生成一组演示用的；正式使用请换成本单位的证书。');
  }
  return undefined;
}

/** A fresh key with its SAMPLE certificate, for an installation that has none of its own yet. */
export function newSigningSecrets(): { BANTUO_SIGNING_KEY: string; BANTUO_SIGNING_CERT: string } {
  const [key = '', certificate = ''] = signerToText(freshSigner()).split(/(?=-----BEGIN CERT)/);
  return { BANTUO_SIGNING_KEY: key, BANTUO_SIGNING_CERT: certificate };
}

/** The certificate is older than the first paper, whatever the clock of the demonstration says. */
function freshSigner(): Signer {
  return makeSigner('样张 SAMPLE 电子证照演示签名', { from: new Date('2026-01-01T00:00:00Z') });
}

/** Whole or not at all, whichever of two processes is first: written aside, then linked. */
function makeOrRead(folder: string): string {
  const file = path.join(folder, 'signer.pem');
  if (!fs.existsSync(file)) {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    const aside = `${file}.${process.pid}`;
    fs.writeFileSync(aside, signerToText(freshSigner()), { mode: 0o600 });
    try {
      fs.linkSync(aside, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      fs.rmSync(aside, { force: true });
    }
  }
  return fs.readFileSync(file, 'utf8');
}
