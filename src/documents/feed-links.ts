import { keysOf } from '../article/identity.ts';
import type { History } from '../feeds/history.ts';
import type { Selection } from '../feeds/selection.ts';
import type { Format, Site } from '../formats/format.ts';
import { defined } from '../text/defined.ts';
import { linksOf } from './context.ts';
import { listHeaders } from './usage-headers.ts';

/** Returns the headers of a feed: the rights of its stories, and links to the pages before and after it (RFC 8288). */
export function feedHeaders(
  { name, views, history }: Selection,
  { extension }: Format,
  site: Site,
): Record<string, string> {
  const headers = listHeaders(views, site);
  const pages = pageLinks(history, (page) => site.addresses.feed(name, extension, page));
  return defined({
    ...headers,
    Link: [headers.Link, ...pages].filter((link) => link !== undefined).join(', ') || undefined,
  });
}

/**
 * Returns the values of `Link` headers for the pages before and after one of a feed (RFC 8288).
 * @param addressOf a page; the feed itself without a number
 */
export function pageLinks({ page, previous, next }: History, addressOf: (page?: number) => string): string[] {
  return [
    ...(previous === undefined ? [] : [`<${addressOf(previous)}>; rel="prev"`]),
    ...(page === undefined ? [] : [`<${addressOf(next)}>; rel="next"`]),
  ];
}

/**
 * Returns the inputs of cache tags and exports.
 * @param links ids of visible linked stories
 */
export function purgedBy({ name, views }: Selection, links: readonly string[]) {
  const ids = views.map(({ id }) => id);
  return {
    tags: [`feed/${name}`],
    stories: keysOf([...ids, ...links]),
    dependencies: keysOf([...ids, ...views.flatMap(linksOf)]),
  };
}
