/**
 * Chains of acts. Each act carries a keyed hash over its predecessor, its place and a salted digest
 * of its content, so that a row changed, removed, moved or added by SQL is found; content can be
 * erased (with its salt) without breaking the chain. Pure.
 */
import crypto from 'node:crypto';

/** JSON with sorted keys: the same content gives the same text in every process. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const entries = Object.entries(value).filter(([, v]) => v !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${canonicalJson(v)}`).join(',')}}`;
}

/** Salted digest of an act's content (hex). The salt keeps small contents from being guessed. */
export function contentDigest(salt: string, content: unknown): string {
  return crypto.createHash('sha256').update(`${salt}\n${canonicalJson(content)}`).digest('hex');
}

export type Link = {
  /** Which chain: the case. */
  chain: string;
  /** Place in the chain, from 1 without gaps. */
  seq: number;
  /** Who did what and when: not erasable. */
  action: string;
  actor: string;
  /** Instant, as ISO text with milliseconds and Z. */
  at: string;
  /** contentDigest of the payload. */
  digest: string;
};

/** Hash of a link after `previous` ('' for the first), keyed so that SQL alone cannot make one. */
export function linkHash(key: Buffer, previous: string, link: Link): string {
  return crypto.createHmac('sha256', key)
    .update(`${previous}\n${link.chain}\n${link.seq}\n${link.action}\n${link.actor}\n${link.at}\n`)
    .update(link.digest).digest('hex');
}

/** As stored; erased: salt and content are null. */
export type StoredLink = Link & { hash: string; salt: string | null; content: unknown };

/** The key of today, and those of before, the newest first, each up to the instant it was replaced. */
export type ChainKeys = { hmacKey: Buffer; oldHmacKeys: readonly { key: Buffer; until: string }[] };

/** Which key made the link: 0 today's, then those of before; undefined where none did that could have. */
function madeBy({ hmacKey, oldHmacKeys }: ChainKeys, previous: string, link: StoredLink): number | undefined {
  const made = (key: Buffer): boolean => linkHash(key, previous, link) === link.hash;
  if (made(hmacKey)) return 0;
  const old = oldHmacKeys.findIndex(({ key, until }) => link.at <= until && made(key));
  return old < 0 ? undefined : old + 1;
}

/**
 * What is wrong with a chain, each fault named with its place; empty when all holds. A link by a key of
 * before does not follow one by a newer key.
 */
export function chainFaults(keys: ChainKeys, links: StoredLink[]): string[] {
  const faults: string[] = [];
  let [previous, newest] = ['', Infinity];
  links.forEach((link, i) => {
    const place = `${link.chain} 第 ${link.seq} 步（${link.action}）`;
    if (link.seq !== i + 1) faults.push(`${place}：前面少了一步或顺序被动过`);
    if (link.salt !== null && contentDigest(link.salt, link.content) !== link.digest) {
      faults.push(`${place}：内容被改过`);
    }
    // Erased means both are gone: without the salt nothing could be told of a content.
    if (link.salt === null && link.content !== null) faults.push(`${place}：内容清除之后又被写上`);
    const by = madeBy(keys, previous, link);
    if (by === undefined || by > newest) faults.push(`${place}：与前一步接不上`);
    newest = Math.min(newest, by ?? newest);
    previous = link.hash;
  });
  return faults;
}
