import express from 'express';
import type { Format } from '../formats/format.ts';
import { formatByEnding } from '../formats/index.ts';
import { feedPage } from '../pages/listing.ts';
import { LIFETIMES, type Routing } from './routing.ts';

/** Addresses under which people and readers look for a feed. */
const USUAL_ADDRESSES: Readonly<Record<string, string>> = {
  '/atom.xml': '.atom',
  '/feed': '.rss',
  '/feed.json': '.json',
  '/feed.xml': '.rss',
  '/feeds.rss': '.rss',
  '/index.xml': '.rss',
  '/rss': '.rss',
  '/rss.xml': '.rss',
};

/** Every feed: its page, and itself by the endings of the formats. Neither Accept nor the User-Agent is looked at. */
export function feedRoutes({ publisher, reply, now }: Routing) {
  const router = express.Router({ caseSensitive: true, strict: true });
  for (const [address, extension] of Object.entries(USUAL_ADDRESSES)) {
    router.get(address, (_, response) => {
      response.set('Cache-Control', 'public, max-age=86400');
      response.redirect(301, publisher.site.addresses.feed('all', extension));
    });
  }
  router.get('/feeds/*path', async (request, response) => {
    const { name, format } = feedFaceOf(request.params.path.join('/'));
    const { addresses } = publisher.site;
    if (format === undefined) {
      const answer = await publisher.feedPage(name, 'feed', feedPage, now());
      return reply(request, response, answer, { lifetime: LIFETIMES.page });
    }
    const answer = await publisher.feed(name, format, now());
    const Link = [
      `<${addresses.feed(name, format.extension)}>; rel="self"`,
      `<${addresses.feed(name)}>; rel="alternate"; type="text/html"`,
    ].join(', ');
    return reply(request, response, answer, { lifetime: LIFETIMES.feed, headers: { Link, 'X-Robots-Tag': 'noindex' } });
  });
  return router;
}

/** `section/world.newsml.xml` is the feed `section/world` in NewsML-G2. */
export function feedFaceOf(path: string): { name: string; format?: Format } {
  const found = formatByEnding(path);
  const format = found?.envelope === undefined ? undefined : found;
  return format === undefined ? { name: path } : { name: path.slice(0, -format.extension.length), format };
}
