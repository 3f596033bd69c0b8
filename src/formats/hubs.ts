import type { FeedView, FormatContext } from './format.ts';

/**
 * Returns the addresses of the hubs of a feed, our own first (WebSub, section 4): none for closed pages, which never
 * change. A hub of others learns of the feeds of single terms, not of selections by several.
 */
export function hubsOf(
  { name, history }: Pick<FeedView, 'name' | 'history'>,
  { publication: { webSub }, addresses, hasHub = false }: Pick<FormatContext, 'publication' | 'addresses' | 'hasHub'>,
): string[] {
  if (!hasHub || history?.page !== undefined) return [];
  const own = webSub.hub ? [addresses.of('hub')] : [];
  return webSub.external === undefined || name.includes('?') ? own : [...own, webSub.external.url];
}
