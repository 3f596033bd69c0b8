import express, { type Request } from 'express';
import { PUBLIC, SUBSCRIBER } from '../article/view.ts';
import { feedKey } from '../documents/feed-documents.ts';
import { type FeedAddress, MOST_TERMS, readFeedAddress, USUAL_ADDRESSES } from '../feeds/address.ts';
import type { Format } from '../formats/format.ts';
import { formatByEnding } from '../formats/index.ts';
import { feedPage } from '../pages/feeds-page.ts';
import { feedPath } from '../publication/addresses.ts';
import { LIFETIMES, type ServerContext } from './context.ts';
import { type Problem, problemOf } from './problem.ts';
import { requireScope } from './require-scope.ts';

/** Routes of every feed: its page, and its formats by extension. Accept and User-Agent are ignored. */
export function feedRoutes(routing: ServerContext) {
  const { publisher, reply, now, problem } = routing;
  const router = express.Router({ caseSensitive: true, strict: true });
  for (const [address, extension] of Object.entries(USUAL_ADDRESSES)) {
    router.get(address, (_, response) => {
      response.set('Cache-Control', 'public, max-age=86400');
      response.redirect(301, publisher.site.addresses.feed('all', extension));
    });
  }
  router.get('/feeds/*path', async (request, response) => {
    const { path, format } = feedRepresentationIn(request.params.path.join('/'));
    const feed = readFeedAddress(path, queryOf(request));
    if (feed === undefined) return reply(request, response, { status: 404 }, { lifetime: 0 });
    if (feed.terms.length > MOST_TERMS) return problem(request, response, tooMuch(feed));
    if (!feed.isCanonical) {
      response.set('Cache-Control', 'public, max-age=86400');
      // A relative path: the form works on every page that contains it.
      response
        .status(301)
        .set('Location', feedPath(feed.name, format?.extension, feed.page))
        .end();
      return;
    }
    if (format === undefined) {
      const answer = await publisher.feedPage(feed, 'feed', feedPage, now());
      return reply(request, response, answer, { lifetime: LIFETIMES.page, key: feedKey(feed, ' feed', PUBLIC) });
    }
    const answer = await publisher.feed(feed, format, { audience: PUBLIC, instant: now() });
    return reply(request, response, answer, {
      lifetime: LIFETIMES.feed,
      key: feedKey(feed, format.extension, PUBLIC),
      headers: { Link: linksOf(feed, format, routing), 'X-Robots-Tag': 'noindex' },
    });
  });
  router.use(
    '/subscribers',
    ...requireScope(routing, {
      scope: 'paid',
      realm: 'Paid stories',
      refusal: 'Send the key of a subscription as the password; any name will do.',
    }),
  );
  router.get('/subscribers/feeds/*path', async (request, response) => {
    const { path, format } = feedRepresentationIn(request.params.path.join('/'));
    const feed = readFeedAddress(path, queryOf(request));
    if (feed === undefined || format === undefined || format.forPartners === true || feed.terms.length > MOST_TERMS)
      return reply(request, response, { status: 404 }, { lifetime: 0 });
    const answer = await publisher.feed(feed, format, { audience: SUBSCRIBER, instant: now() });
    return reply(request, response, answer, {
      lifetime: LIFETIMES.feed,
      isPrivate: true,
      vary: ['Authorization', 'X-Api-Key'],
      headers: { 'X-Robots-Tag': 'noindex' },
    });
  });
  return router;
}

/** Splits `section/world.newsml.xml` into the feed `section/world` and the format NewsML-G2. */
export function feedRepresentationIn(path: string): { path: string; format?: Format } {
  const found = formatByEnding(path);
  const format = found?.envelope === undefined ? undefined : found;
  return format === undefined ? { path } : { path: path.slice(0, -format.extension.length), format };
}

/** Returns the parameters as written: Express merges repeated ones. */
export function queryOf({ originalUrl }: Request): URLSearchParams {
  const start = originalUrl.indexOf('?');
  return new URLSearchParams(start < 0 ? '' : originalUrl.slice(start));
}

function linksOf(feed: FeedAddress, { extension }: Format, { publisher }: ServerContext): string {
  const { addresses } = publisher.site;
  return [
    `<${addresses.feed(feed.name, extension, feed.page)}>; rel="self"`,
    `<${addresses.feed(feed.name)}>; rel="alternate"; type="text/html"`,
  ].join(', ');
}

function tooMuch({ terms }: FeedAddress): Problem {
  return problemOf(400, `A feed is selected by at most ${MOST_TERMS} things at once, and these are ${terms.length}.`);
}
