/**
 * Article ids: `tag:<authority>,<year>:article:<key>` (RFC 4151). The key is minted once, derives from neither slug nor
 * address, and is never reused.
 */

/** 26 characters of `[0-9a-z]`: about 134 bits. */
export const KEY_LENGTH = 26;

const KEY = /^[0-9a-z]{26}$/;
const ARTICLE_ID = /^tag:[a-z0-9.-]+,\d{4}(-\d{2}(-\d{2})?)?:article:([0-9a-z]{26})$/;

/** The naming authority of a publication: a domain and a year in which the publisher owned it. */
export interface IdAuthority {
  readonly domain: string;
  readonly year: number;
}

/** Returns the id of the article with this key. */
export function articleId(authority: IdAuthority, key: string): string {
  return tagOf(authority, 'article', key);
}

/** Returns a tag URI (RFC 4151) for another resource of the publication, such as a feed. */
export function tagOf(authority: IdAuthority, kind: string, name: string): string {
  return `tag:${authority.domain},${authority.year}:${kind}:${name}`;
}

/** Characters that an IRI may contain, after its scheme; a percent sign begins an escape (RFC 3987, section 2.2). */
const IRI = /^[a-z][a-z0-9+.-]*:(?:[^\s<>"{}|\\^`%]|%[0-9a-f]{2})+$/i;

/** Returns true if the text is an absolute IRI (RFC 3987). */
export function isIri(text: string): boolean {
  return IRI.test(text) && (!/^https?:/i.test(text) || URL.canParse(text));
}

/**
 * Returns the id of a story in formats whose ids are IRIs: its id in feeds, or a tag URI made from it if an earlier
 * system used a number or other text.
 */
export function feedIri(authority: IdAuthority, feedId: string): string {
  return isIri(feedId) ? feedId : tagOf(authority, 'guid', encodeURIComponent(feedId));
}

/** Returns the key of an article id; `undefined` if the id has another form. */
export function keyOf(id: string): string | undefined {
  return ARTICLE_ID.exec(id)?.[3];
}

/** Returns the distinct keys of articles; other ids have none. */
export function keysOf(ids: readonly string[]): string[] {
  return [...new Set(ids)].flatMap((id) => keyOf(id) ?? []);
}

/** Returns true if the text is a key. */
export function isKey(text: string): boolean {
  return KEY.test(text);
}

/**
 * Derives a key from random bytes that the caller provides; the model itself uses no randomness.
 * @param random at least 26 bytes
 */
export function keyFrom(random: Uint8Array): string {
  const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz';
  if (random.length < KEY_LENGTH) throw new RangeError(`a key takes ${KEY_LENGTH} random bytes`);
  return Array.from(random.subarray(0, KEY_LENGTH), (byte) => alphabet[byte % alphabet.length]).join('');
}
