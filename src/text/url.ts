/**
 * Normalizes an absolute http or https address.
 * @returns `undefined` for other schemes, relative references, and addresses with user name or password
 */
export function httpUrl(text: string): string | undefined {
  if (/[\s\u0000-\u001F\u007F]/.test(text.trim())) return undefined;
  const url = URL.parse(text.trim());
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) return undefined;
  return url.username === '' && url.password === '' ? url.href : undefined;
}

/** Returns true if the text is an absolute http or https address. */
export function isHttpUrl(text: string): boolean {
  return httpUrl(text) !== undefined;
}

/**
 * Resolves a reference inside a body.
 * @param base an absolute address
 * @returns `undefined` where the result is neither http, https, mailto nor tel
 */
export function absoluteUrl(reference: string, base: string): string | undefined {
  const url = URL.parse(reference, base);
  return url !== null && ['http:', 'https:', 'mailto:', 'tel:'].includes(url.protocol) ? url.href : undefined;
}
