import express from 'express';
import { documentOf } from '../documents/document.ts';
import { ALL_STORIES } from '../feeds/address.ts';
import { archivePage } from '../pages/archive-page.ts';
import { feedsPage } from '../pages/feeds-page.ts';
import { frontPage } from '../pages/listing.ts';
import { aboutPage, deliveriesPage, statusPage } from '../pages/plain-pages.ts';
import { receivingPage } from '../pages/receiving-page.ts';
import { searchPage } from '../pages/search-page.ts';
import { formatContext, LIFETIMES, type ServerContext } from './context.ts';
import { requireScope } from './require-scope.ts';

const CALENDAR = /^\/archive(?:\/(?<name>\d{4}-\d{2}(?:-\d{2})?))?$/;

/** Routes of the front page, the pages about the publication, the archive by day and the search. */
export function pageRoutes(routing: ServerContext) {
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
    const answer = about === undefined ? ({ status: 404 } as const) : html(aboutPage(formatContext(routing)));
    await reply(request, response, answer, { lifetime: LIFETIMES.page });
  });
  for (const path of ['/partners/newsml-g2', '/partners/newsml-g2/:profile']) {
    router.get(path, async (request, response) => {
      const { profile } = request.params as { profile?: string };
      const text = receivingPage(formatContext(routing), profile);
      const answer = text === undefined ? ({ status: 404 } as const) : html(text);
      await reply(request, response, answer, { lifetime: LIFETIMES.page });
    });
  }
  router.get('/search', async (request, response) => {
    const words = String(request.query.q ?? '').slice(0, 200);
    const document = html(await publisher.search(words, searchPage, now()));
    await reply(request, response, document, { lifetime: 0, headers: { 'X-Robots-Tag': 'noindex' } });
  });
  router.get(CALENDAR, async (request, response) => {
    const answer = await publisher.calendar(String(request.params.name ?? ''), archivePage, now());
    await reply(request, response, answer, { lifetime: LIFETIMES.page });
  });
  // The addresses of our scheme URIs: a scheme ends in a slash, followed by its codes.
  router.get(/^\/cv\/(?<path>[a-z0-9./-]{1,200})$/, async (request, response) => {
    const answer = await publisher.vocabulary(String(request.params.path), now());
    await reply(request, response, answer, { lifetime: LIFETIMES.feed, headers: { 'X-Robots-Tag': 'noindex' } });
  });
  const admins = requireScope(routing, {
    scope: 'admin',
    realm: 'Administration',
    refusal: 'Send a key with the scope `admin` as the password; any name will do.',
  });
  router.get('/deliveries', ...(dev ? [] : admins), async (request, response) => {
    const deliveries = await routing.store.deliveries.newest(200);
    const document = html(deliveriesPage(formatContext(routing), deliveries));
    await reply(request, response, document, { lifetime: 0, isPrivate: true, headers: { 'X-Robots-Tag': 'noindex' } });
  });
  if (dev) {
    router.get('/status', async (request, response) => {
      await reply(request, response, html(statusPage(formatContext(routing), await files())), { lifetime: 0 });
    });
  }
  return router;
}
