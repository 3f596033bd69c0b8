/**
 * Who a story is, for ever: `tag:<authority>,<year>:article:<key>` (RFC 4151). The key is minted once, comes from
 * neither slug nor address, and is never used again.
 */

/** 26 characters of `[0-9a-z]`: some 134 bits. */
export const KEY_LENGTH = 26;

const KEY = /^[0-9a-z]{26}$/;
const ARTICLE_ID = /^tag:[a-z0-9.-]+,\d{4}(-\d{2}(-\d{2})?)?:article:([0-9a-z]{26})$/;

/** Who names things, and the year in which the domain was theirs: the first part of every id. */
export interface IdAuthority {
  readonly domain: string;
  readonly year: number;
}

/** The id of the article with this key. */
export function articleId(authority: IdAuthority, key: string): string {
  return tagOf(authority, 'article', key);
}

/** A tag URI (RFC 4151) for anything else of this publication, such as a feed. */
export function tagOf(authority: IdAuthority, kind: string, name: string): string {
  return `tag:${authority.domain},${authority.year}:${kind}:${name}`;
}

/** The key within an article's id; `undefined` if the id is not of that form. */
export function keyOf(id: string): string | undefined {
  return ARTICLE_ID.exec(id)?.[3];
}

/** True if the text is a key. */
export function isKey(text: string): boolean {
  return KEY.test(text);
}

/**
 * Makes a key out of random bytes, which the caller brings: the model itself knows no chance.
 * @param random at least 26 bytes
 */
export function keyFrom(random: Uint8Array): string {
  const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz';
  if (random.length < KEY_LENGTH) throw new RangeError(`a key takes ${KEY_LENGTH} random bytes`);
  return Array.from(random.subarray(0, KEY_LENGTH), (byte) => alphabet[byte % alphabet.length]).join('');
}
