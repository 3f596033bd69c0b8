import type { Content } from '../article/article.ts';
import type { Addresses } from './addresses.ts';

/**
 * Returns the original of a story that is a copy. A canonical address that is the story's own, in any spelling,
 * makes it no copy: search engines would leave it out.
 */
export function originalElsewhere(
  { canonical, slug }: Pick<Content, 'canonical' | 'slug'>,
  { addresses }: { readonly addresses: Addresses },
): Content['canonical'] {
  if (canonical === undefined) return undefined;
  return placeOf(canonical.url) === placeOf(addresses.article(slug)) ? undefined : canonical;
}

/** Returns host and path: the scheme, `www.`, a slash at the end, and parameters do not make another page. */
function placeOf(address: string): string {
  const { host, pathname } = new URL(address);
  return `${host.replace(/^www\./, '')}${pathname.replace(/\/$/, '')}`;
}
