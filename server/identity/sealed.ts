/** Secrets that the database keeps sealed: AES-256-GCM under a key of their own, bound to whose they are. */
import crypto from 'node:crypto';
import type { World } from '#base';

const keyOf = (hmacKey: Buffer): Buffer =>
  Buffer.from(crypto.hkdfSync('sha256', hmacKey, '', 'bantuo second factor', 32));

/** Seals a secret of an owner (an id). */
export function seal(world: Pick<World, 'secrets'>, owner: string, secret: Buffer): Buffer {
  const nonce = crypto.randomBytes(12);
  const cipher = crypto
    .createCipheriv('aes-256-gcm', keyOf(world.secrets.hmacKey), nonce)
    .setAAD(Buffer.from(owner));
  const sealed = Buffer.concat([cipher.update(secret), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

/** The secret again. Throws Error where it was changed, or is another owner's. */
export function unseal(world: { secrets: { hmacKey: Buffer } }, owner: string, sealed: Buffer): Buffer {
  const decipher = crypto
    .createDecipheriv('aes-256-gcm', keyOf(world.secrets.hmacKey), sealed.subarray(0, 12))
    .setAAD(Buffer.from(owner))
    .setAuthTag(sealed.subarray(12, 28));
  return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]);
}
