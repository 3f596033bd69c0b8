import type { Request } from 'express';
import { feedPath, pathOf } from '../addresses/paths.ts';
import { resourceOf } from '../addresses/resources.ts';
import { PUBLIC, SUBSCRIBER } from '../article/audience.ts';
import { feedKey } from '../documents/feed-documents.ts';
import { feedRepresentationIn } from '../documents/public-feed.ts';
import {
  type FeedAddress,
  MAX_TERMS,
  readFeedAddress,
  SELECTABLE,
  unknownParameters,
  usualExtension,
} from '../feeds/address.ts';
import type { Format } from '../formats/format.ts';
import { hubsOf } from '../formats/hubs.ts';
import { feedPage } from '../pages/feeds-page.ts';
import { defined } from '../text/defined.ts';
import { API_PATH } from './api/address.ts';
import { type Handlers, notFound, refuse, reply, type ServerContext } from './context.ts';
import { type Exchange, parameter } from './exchange.ts';
import { type Problem, problemOf } from './problem.ts';
import { REDIRECT_CACHING } from './usual-addresses.ts';

/** Handlers of every feed: its page, and its formats by extension. Accept and User-Agent are ignored. */
export function feedHandlers(
  context: ServerContext,
): Handlers<'feed' | 'feedSelection' | 'subscriberFeed' | 'usualFeed'> {
  return {
    feed: (exchange) => sendFeed(context, exchange, parameter(exchange, 'path')),
    feedSelection: (exchange) => sendFeed(context, exchange, 'q'),
    subscriberFeed: (exchange) => sendSubscriberFeed(context, exchange),
    usualFeed: ({ request, response }) => {
      response.set('Cache-Control', REDIRECT_CACHING);
      response.redirect(301, context.documents.site.addresses.feed('all', usualExtension(request.path)));
    },
  };
}

async function sendFeed(context: ServerContext, exchange: Exchange, written: string): Promise<void> {
  const { request, response, now } = exchange;
  const { path, format } = feedRepresentationIn(written);
  const query = queryOf(request);
  const unknown = path === 'q' ? unknownParameters(query) : withoutEffect(query);
  if (unknown.length > 0) {
    return refuse(context, exchange, path === 'q' ? unknownTerms(unknown) : uselessParameters(unknown));
  }
  const feed = readFeedAddress(path, query);
  if (feed === undefined) return notFound(context, exchange);
  if (feed.terms.length > MAX_TERMS) return refuse(context, exchange, tooManyTerms(feed));
  if (!feed.isCanonical) {
    // A relative path: the form works on every page that contains it.
    const location = feedPath(feed.name, format?.extension, feed.page);
    response.status(301).set({ 'Cache-Control': REDIRECT_CACHING, Location: location }).end();
    return;
  }
  const { feeds } = context.documents;
  if (format === undefined) {
    const result = await feeds.page(feed, 'feed', { page: feedPage, now });
    const key = feedKey(feed, ' feed', PUBLIC);
    return reply(context, exchange, { result, lifetime: resourceOf('feeds').lifetime, key });
  }
  const result = await feeds.feed(feed, format, { audience: PUBLIC, instant: now });
  return reply(context, exchange, {
    result,
    lifetime: resourceOf('feed').lifetime,
    key: feedKey(feed, format.extension, PUBLIC),
    headers: { Link: linksOf(feed, format, context), 'X-Robots-Tag': 'noindex' },
  });
}

async function sendSubscriberFeed(context: ServerContext, exchange: Exchange): Promise<void> {
  const { path, format } = feedRepresentationIn(parameter(exchange, 'path'));
  const query = queryOf(exchange.request);
  const unknown = path === 'q' ? unknownParameters(query) : [];
  if (unknown.length > 0) return refuse(context, exchange, unknownTerms(unknown));
  const feed = readFeedAddress(path, query);
  if (feed === undefined || format === undefined || format.forPartners === true || feed.terms.length > MAX_TERMS) {
    return notFound(context, exchange);
  }
  const viewContext = { audience: SUBSCRIBER, instant: exchange.now };
  return reply(context, exchange, {
    result: await context.documents.feeds.feed(feed, format, viewContext),
    lifetime: resourceOf('subscriberFeed').lifetime,
    isPrivate: true,
    vary: ['Authorization', 'X-Api-Key'],
    headers: { 'X-Robots-Tag': 'noindex' },
  });
}

/** Returns the parameters as written: Express merges repeated ones. */
export function queryOf({ originalUrl }: Request): URLSearchParams {
  const start = originalUrl.indexOf('?');
  return new URLSearchParams(start < 0 ? '' : originalUrl.slice(start));
}

function linksOf(feed: FeedAddress, { extension }: Format, { documents }: ServerContext): string {
  const { addresses } = documents.site;
  const history = defined({ page: feed.page });
  return [
    ...hubsOf({ name: feed.name, history }, documents.site).map((hub) => `<${hub}>; rel="hub"`),
    `<${addresses.feed(feed.name, extension, feed.page)}>; rel="self"`,
    `<${addresses.feed(feed.name)}>; rel="alternate"; type="text/html"`,
  ].join(', ');
}

/** Parameters of feeds with a key. */
const PARTNER_PARAMETERS = ['since', 'limit'];

/** Returns the parameters that a client expects to have an effect, and that have none at this address. */
function withoutEffect(query: URLSearchParams): string[] {
  const known = [...SELECTABLE, ...PARTNER_PARAMETERS];
  return [...query.keys()].filter((name) => known.includes(name.toLowerCase()));
}

function uselessParameters([name = '']: readonly string[]): Problem {
  const isForPartners = PARTNER_PARAMETERS.includes(name);
  const address = isForPartners ? `${API_PATH}${pathOf('feeds')}, with a key` : pathOf('feedSelection');
  return problemOf(400, `This feed has no parameter "${name}": use it at ${address}.`);
}

function unknownTerms(names: readonly string[]): Problem {
  const written = names.map((name) => `"${name.slice(0, 40)}"`).join(', ');
  return problemOf(400, `A feed is not selected by ${written}: use ${SELECTABLE.join(', ')}, in small letters.`);
}

function tooManyTerms({ terms }: FeedAddress): Problem {
  return problemOf(
    400,
    `A feed is selected by at most ${MAX_TERMS} terms, and the address has ${terms.length}: remove some.`,
  );
}
