import type { Story } from '../../article/view.ts';
import type { FormatContext } from '../format.ts';
import { xml } from '../xml/element.ts';
import { writeXml } from '../xml/write.ts';

/** What a sitemap file may hold (https://www.sitemaps.org/protocol.html). */
export const MOST_URLS = 50_000;

/**
 * The sitemap of the publication's pages: `lastmod` is the last change that a reader should notice, and nothing else is
 * said, since search engines read nothing else.
 */
export function sitemap(stories: readonly Story[], { addresses }: FormatContext): string {
  const home = xml('url', {}, [xml('loc', {}, addresses.home)]);
  const pages = stories
    .slice(0, MOST_URLS - 1)
    .map(({ slug, updatedAt }) =>
      xml('url', {}, [xml('loc', {}, addresses.article(slug)), xml('lastmod', {}, updatedAt)]),
    );
  return writeXml(xml('urlset', { xmlns: 'http://www.sitemaps.org/schemas/sitemap/0.9' }, [home, ...pages]));
}
