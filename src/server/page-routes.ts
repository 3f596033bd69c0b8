import express from 'express';
import { documentOf } from '../documents/document.ts';
import { ALL_STORIES } from '../feeds/address.ts';
import { feedsPage } from '../pages/feeds-page.ts';
import { frontPage } from '../pages/listing.ts';
import { aboutPage, statusPage } from '../pages/plain-pages.ts';
import { receivingPage } from '../pages/receiving-page.ts';
import { contextOf, LIFETIMES, type Routing } from './routing.ts';

/** The front page, the pages about the publication, and what crawlers ask for first. */
export function pageRoutes(routing: Routing) {
  const { publisher, reply, now, files, dev } = routing;
  const router = express.Router({ caseSensitive: true, strict: true });
  const html = (text: string) => documentOf({ text, mediaType: 'text/html' });
  router.get('/', async (request, response) => {
    const answer = await publisher.feedPage(ALL_STORIES, 'front', frontPage, now());
    await reply(request, response, answer, { lifetime: LIFETIMES.page });
  });
  router.get('/feeds', async (request, response) => {
    const answer = await publisher.feedPage(ALL_STORIES, 'feeds', feedsPage, now());
    await reply(request, response, answer, { lifetime: LIFETIMES.page });
  });
  router.get('/feeds.opml', async (request, response) => {
    const answer = await publisher.opml(now());
    await reply(request, response, answer, { lifetime: LIFETIMES.feed, headers: { 'X-Robots-Tag': 'noindex' } });
  });
  router.get('/about', async (request, response) => {
    const { about } = publisher.site.publication;
    const answer = about === undefined ? ({ status: 404 } as const) : html(aboutPage(contextOf(routing)));
    await reply(request, response, answer, { lifetime: LIFETIMES.page });
  });
  for (const path of ['/partners/newsml-g2', '/partners/newsml-g2/:profile']) {
    router.get(path, async (request, response) => {
      const { profile } = request.params as { profile?: string };
      const text = receivingPage(contextOf(routing), profile);
      const answer = text === undefined ? ({ status: 404 } as const) : html(text);
      await reply(request, response, answer, { lifetime: LIFETIMES.page });
    });
  }
  router.get('/robots.txt', async (request, response) => {
    const document = documentOf({ text: robots(publisher.site.addresses.base), mediaType: 'text/plain' });
    await reply(request, response, document, { lifetime: LIFETIMES.feed });
  });
  router.get('/sitemap.xml', async (request, response) => {
    await reply(request, response, await publisher.sitemap(now()), { lifetime: LIFETIMES.feed });
  });
  // The addresses that our scheme URIs name: a scheme ends in a slash, its codes follow.
  router.get(/^\/cv\/(?<path>[a-z0-9./-]{1,200})$/, async (request, response) => {
    const answer = await publisher.vocabulary(String(request.params.path), now());
    await reply(request, response, answer, { lifetime: LIFETIMES.feed, headers: { 'X-Robots-Tag': 'noindex' } });
  });
  if (dev) {
    router.get('/status', async (request, response) => {
      await reply(request, response, html(statusPage(contextOf(routing), await files())), { lifetime: 0 });
    });
  }
  return router;
}

/** RFC 9309. A copy on somebody's own machine is not to be found by anybody. */
function robots(base: string): string {
  const { hostname } = new URL(base);
  const isLocal = hostname === 'localhost' || hostname.endsWith('.localhost') || /^(127\.|\[::1\])/.test(hostname);
  if (isLocal) return 'User-agent: *\nDisallow: /\n';
  return `User-agent: *\nDisallow: /status\n\nSitemap: ${base}/sitemap.xml\n`;
}
