/**
 * Settings come from the environment; what is not set is made once and kept under BANTUO_VAR.
 * With DATABASE_URL (a real installation) secrets must come from the environment too.
 */
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');

export type Settings = {
  /** Where data, files, secrets and checkpoints live. */
  folder: string;
  host: string;
  port: number;
  /** Public address, as printed in QR codes and papers. */
  url: string;
  /** An existing PostgreSQL server >= 15; without it Bantuo starts its own. */
  databaseUrl: string | undefined;
  /** Demo accounts exist and the demonstration catalogue is loaded. */
  demo: boolean;
  /** Second factor of officers: of everybody whom the policy names, or only of who enrolled one. */
  secondFactor: 'required' | 'enrolled';
  /** Proxies in front whose word on the caller's address is taken: how many, or their addresses. */
  trustProxy: boolean | number | string;
  /** The folder of the district's catalogue. */
  catalogue: string;
  /** Who brings this token may read /metrics; without one only this machine itself. */
  metricsToken: string | undefined;
  /** How long a web process that was asked to stop still answers, while /api/ready says no. */
  drainSeconds: number;
};

/** A key of before; `until`: the instant (ISO) after which nothing of it counts. */
export type OldKey = { key: Buffer; id: string; until: string };

export type Secrets = {
  /** File encryption (AES-256-GCM), 32 bytes, with its id. */
  fileKey: Buffer;
  fileKeyId: string;
  /** Keys of before, by id: what they encrypted is still read. */
  oldFileKeys: ReadonlyMap<string, Buffer>;
  /** Links of chains, look-up digests, addresses of files, sealed secrets of second factors; with its id. */
  hmacKey: Buffer;
  hmacKeyId: string;
  /** Those of before, the newest first: links they made still hold, up to when each was replaced. */
  oldHmacKeys: readonly OldKey[];
  /** Ed25519 private key (PEM) that signs checkpoints. */
  checkpointKey: string;
  /** Public keys (PEM) of before: what they signed still holds. */
  oldCheckpointKeys: readonly string[];
};

/** Reads the settings. Throws an Error with words for the operator when one is out of shape. */
export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  const port = Number(env['PORT'] || 8080);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new Error(`PORT=${env['PORT']} 不是端口号：请写 1 到 65535 之间的整数。`);
  }
  const host = env['HOST'] || '127.0.0.1';
  const demo = env['BANTUO_DEMO'] !== '0' && !env['DATABASE_URL'];
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host.replace('127.0.0.1', 'localhost');
  return {
    folder: path.resolve(env['BANTUO_VAR'] || path.join(root, 'var')),
    host,
    port,
    url: (env['BANTUO_URL'] || `http://${shown}:${port}`).replace(/\/$/, ''),
    databaseUrl: env['DATABASE_URL'] || undefined,
    demo,
    secondFactor: readSecondFactor(env['BANTUO_SECOND_FACTOR'], demo),
    trustProxy: readTrustProxy(env['BANTUO_TRUST_PROXY']),
    catalogue: path.resolve(env['BANTUO_CATALOGUE'] || path.join(root, 'catalogue')),
    metricsToken: env['BANTUO_METRICS_TOKEN'] || undefined,
    drainSeconds: Math.min(60, Math.max(0, Number(env['BANTUO_DRAIN_SECONDS'] || 0) || 0)),
  };
}

function readSecondFactor(text: string | undefined, demo: boolean): Settings['secondFactor'] {
  if (!text) return demo ? 'enrolled' : 'required';
  if (text === 'required' || text === 'enrolled') return text;
  throw new Error(`BANTUO_SECOND_FACTOR=${text} 不认识：请写 required（按规定要求）或 enrolled（只问绑定过的人）。`);
}

/** `1`: one proxy; or addresses and networks with commas. Nobody is believed without it. */
function readTrustProxy(text: string | undefined): Settings['trustProxy'] {
  if (!text || text === '0') return false;
  if (/^\d{1,2}$/.test(text)) return Number(text);
  if (/^[\da-fA-F.:/, ]+$/.test(text)) return text;
  throw new Error(`BANTUO_TRUST_PROXY=${text} 不认识：请写前面有几层代理（例如 1），或代理的地址（例如 10.0.0.0/8）。`);
}

/** Keys of before, kept so that nothing they made is lost: base64 keys, and PEM texts one after another. */
export const oldKeyNames = ['BANTUO_FILE_KEYS_OLD', 'BANTUO_CHECKPOINT_KEYS_OLD', 'BANTUO_HMAC_KEYS_OLD'] as const;
const secretNames = ['BANTUO_FILE_KEY', 'BANTUO_HMAC_KEY', 'BANTUO_CHECKPOINT_KEY'] as const;

/**
 * The secrets: from the environment where given; with our own database they are made once in
 * BANTUO_VAR/secrets (folder 0700, files 0600). Throws when DATABASE_URL is set and one is missing.
 */
export function readSecrets(settings: Settings, env: NodeJS.ProcessEnv = process.env): Secrets {
  const missing = secretNames.filter((name) => !env[name]);
  if (settings.databaseUrl && missing.length > 0) {
    throw new Error(
      `使用 DATABASE_URL 时，密钥要从环境变量来，现在缺 ${missing.join('、')}。`
        + '运行 npx bantuo admin secrets 可以生成一组，请妥善保存。',
    );
  }
  const made = settings.databaseUrl ? {} : makeOrRead(path.join(settings.folder, 'secrets'));
  const get = (name: (typeof secretNames)[number] | (typeof oldKeyNames)[number]): string =>
    env[name] ?? made[name] ?? '';
  const fileKey = Buffer.from(get('BANTUO_FILE_KEY'), 'base64');
  const hmacKey = Buffer.from(get('BANTUO_HMAC_KEY'), 'base64');
  if (fileKey.length !== 32 || hmacKey.length !== 32) {
    throw new Error('BANTUO_FILE_KEY 和 BANTUO_HMAC_KEY 都应是 32 字节的 base64，请检查。');
  }
  const fileKeyId = keyId(fileKey);
  const old = get('BANTUO_FILE_KEYS_OLD').split(/[\s,]+/).filter(Boolean).map((text) => Buffer.from(text, 'base64'));
  if (old.some((key) => key.length !== 32)) {
    throw new Error('BANTUO_FILE_KEYS_OLD 里每个都应是 32 字节的 base64，用逗号隔开，请检查。');
  }
  const oldFileKeys = new Map(old.map((key) => [keyId(key), key]));
  const oldCheckpointKeys = get('BANTUO_CHECKPOINT_KEYS_OLD').replaceAll('\\n', '\n')
    .match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/g) ?? [];
  const pem = get('BANTUO_CHECKPOINT_KEY').replaceAll('\\n', '\n');
  const oldHmacKeys = readOldHmacKeys(get('BANTUO_HMAC_KEYS_OLD'));
  const hmacKeyId = keyId(hmacKey);
  return { fileKey, fileKeyId, oldFileKeys, hmacKey, hmacKeyId, oldHmacKeys, checkpointKey: pem, oldCheckpointKeys };
}

/** `key@instant`, by commas. Throws with words for the operator. */
function readOldHmacKeys(text: string): OldKey[] {
  return text.split(/[\s,]+/).filter(Boolean).map((one) => {
    const [base64 = '', until = ''] = one.split('@');
    const key = Buffer.from(base64, 'base64');
    if (key.length !== 32 || Number.isNaN(Date.parse(until))) {
      throw new Error('BANTUO_HMAC_KEYS_OLD 里每个都应是“32 字节的 base64@停用的时刻”，用逗号隔开，请检查。');
    }
    return { key, id: keyId(key), until: new Date(until).toISOString() };
  });
}

const keyId = (key: Buffer): string => crypto.createHash('sha256').update(key).digest('hex').slice(0, 8);

/** A fresh set of secrets, as environment values. */
export function newSecrets(): Record<(typeof secretNames)[number], string> {
  const { privateKey } = crypto.generateKeyPairSync('ed25519');
  return {
    BANTUO_FILE_KEY: crypto.randomBytes(32).toString('base64'),
    BANTUO_HMAC_KEY: crypto.randomBytes(32).toString('base64'),
    BANTUO_CHECKPOINT_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function makeOrRead(folder: string): Record<string, string> {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const fresh = newSecrets();
  const out: Record<string, string> = {};
  for (const name of secretNames) {
    const file = path.join(folder, name);
    try {
      fs.writeFileSync(file, fresh[name], { mode: 0o600, flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    out[name] = fs.readFileSync(file, 'utf8');
  }
  for (const name of oldKeyNames) {
    const file = path.join(folder, name);
    if (fs.existsSync(file)) out[name] = fs.readFileSync(file, 'utf8');
  }
  return out;
}
