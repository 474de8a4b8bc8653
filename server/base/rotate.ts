/** New keys in the place of old ones; the old ones stay beside them for what they made. */
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { newSecrets, readSecrets, type Settings } from './settings.ts';

export type Turned = 'file' | 'checkpoint' | 'hmac';

/**
 * What the environment (or the folder of secrets) has to hold after a change of key. After that of
 * chains and look-ups (`hmac`) the look-up digests are made anew before anything starts (`keepDigests`).
 * @param at the instant of the change: no link after it may be by the old key
 */
export function rotated(settings: Settings, what: Turned, at = new Date()): Record<string, string> {
  const { fileKey, oldFileKeys, hmacKey, oldHmacKeys, checkpointKey, oldCheckpointKeys } = readSecrets(settings);
  const fresh = newSecrets();
  if (what === 'hmac') {
    const old = [{ key: hmacKey, until: at.toISOString() }, ...oldHmacKeys];
    return {
      BANTUO_HMAC_KEY: fresh.BANTUO_HMAC_KEY,
      BANTUO_HMAC_KEYS_OLD: old.map(({ key, until }) => `${key.toString('base64')}@${until}`).join(','),
    };
  }
  if (what === 'file') {
    const old = [fileKey, ...oldFileKeys.values()].map((key) => key.toString('base64'));
    return { BANTUO_FILE_KEY: fresh.BANTUO_FILE_KEY, BANTUO_FILE_KEYS_OLD: old.join(',') };
  }
  const last = crypto.createPublicKey(checkpointKey).export({ type: 'spki', format: 'pem' }).toString();
  return {
    BANTUO_CHECKPOINT_KEY: fresh.BANTUO_CHECKPOINT_KEY,
    BANTUO_CHECKPOINT_KEYS_OLD: [last, ...oldCheckpointKeys].join('\n'),
  };
}

/** Writes them where the own secrets lie, old ones first, each whole or not at all. */
export function keepRotated(settings: Settings, secrets: Record<string, string>): void {
  const folder = path.join(settings.folder, 'secrets');
  const names = Object.keys(secrets).sort((a, b) => Number(b.endsWith('_OLD')) - Number(a.endsWith('_OLD')));
  for (const name of names) {
    const aside = path.join(folder, `${name}.${process.pid}`);
    fs.writeFileSync(aside, secrets[name] ?? '', { mode: 0o600, flush: true });
    fs.renameSync(aside, path.join(folder, name));
  }
}
