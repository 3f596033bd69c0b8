import type { FeedView, FormatContext } from './format.ts';

/** Returns the addresses of the hubs of a feed (WebSub, section 4): none for closed pages, which never change. */
export function hubsOf(
  { history }: Pick<FeedView, 'history'>,
  { publication: { webSub }, addresses, hasHub = false }: Pick<FormatContext, 'publication' | 'addresses' | 'hasHub'>,
): string[] {
  return hasHub && webSub.hub && history?.page === undefined ? [addresses.of('hub')] : [];
}
