import type { FeedView, FormatContext } from './format.ts';

/**
 * Returns the addresses of the hubs of a feed, our own first (WebSub, section 4): none for closed pages, which never
 * change.
 */
export function hubsOf(
  { history }: Pick<FeedView, 'history'>,
  { publication: { webSub }, addresses, hasHub = false }: Pick<FormatContext, 'publication' | 'addresses' | 'hasHub'>,
): string[] {
  if (!hasHub || history?.page !== undefined) return [];
  const own = webSub.hub ? [addresses.of('hub')] : [];
  return webSub.external === undefined ? own : [...own, webSub.external.url];
}
