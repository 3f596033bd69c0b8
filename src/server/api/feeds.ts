import type { LogPosition } from '../../archive/change-log.ts';
import type { PartnerDocument, PartnerFeed } from '../../documents/feed-documents.ts';
import { pageLinks } from '../../documents/feed-links.ts';
import { feedRepresentationIn } from '../../documents/public-feed.ts';
import { MAX_TERMS, readFeedAddress, SELECTABLE, unknownParameters } from '../../feeds/address.ts';
import type { Format } from '../../formats/format.ts';
import { defined } from '../../text/defined.ts';
import { addSeconds, parseInstant } from '../../text/instant.ts';
import type { ServerContext } from '../context.ts';
import { parameter } from '../exchange.ts';
import { queryOf } from '../feeds.ts';
import { API_PATH } from './address.ts';
import { type ApiExchange, type ApiHandler, readerOf } from './context.ts';
import { cursorOf, numberIn, positionIn } from './log-cursor.ts';
import { apiProblem, sendApiProblem } from './problem.ts';

/** Largest number of stories and tombstones in one response. */
const MAX_LIMIT = 500;

/** Changes of this period before `since` are sent again, in seconds: the clocks of machines differ. */
const OVERLAP_S = 60;

const OPTIONS = ['since', 'limit'];

/** Handlers of feeds with a key: with embargoed stories and paid text, as far as its holder may have them. */
export function feedHandlers(context: ServerContext): Readonly<Record<'getFeed', ApiHandler>> {
  return {
    getFeed: async (exchange) => {
      const { response, now } = exchange;
      const { path, format } = feedRepresentationIn(parameter(exchange, 'path'));
      const feed = await feedIn(exchange, path, context);
      if (typeof feed === 'string') return sendApiProblem(response, apiProblem(400, feed));
      const viewContext = { audience: readerOf(exchange).audience, instant: now };
      const made = feed && format && (await context.documents.feeds.forAudience(feed, format, viewContext));
      if (made === undefined) {
        return sendApiProblem(response, apiProblem(404, 'This feed does not exist: see /feeds.'));
      }
      const { mediaType, feedMediaType = mediaType } = format as Format;
      response
        .set({ 'Cache-Control': 'private, no-store', Link: linksOf(feed as PartnerFeed, format as Format, made) })
        .type(`${feedMediaType}; charset=utf-8`)
        .send(made.text);
    },
  };
}

/** Returns the requested feed; `undefined` if there is none, or a sentence about an invalid parameter. */
async function feedIn(
  exchange: ApiExchange,
  path: string,
  { store }: ServerContext,
): Promise<PartnerFeed | undefined | string> {
  const query = queryOf(exchange.request);
  const [since, limit] = OPTIONS.map((name) => query.get(name) ?? undefined);
  for (const name of OPTIONS) query.delete(name);
  const allowed = path === 'q' ? [...OPTIONS, ...SELECTABLE] : OPTIONS;
  const unknown = path === 'q' ? unknownParameters(query) : [...query.keys()];
  if (unknown.length > 0) {
    return `A feed has no parameter "${String(unknown[0]).slice(0, 40)}": use ${allowed.join(', ')}, in small letters.`;
  }
  if (limit !== undefined && since === undefined) return '`limit` needs `since`: a list without it is whole.';
  const number = numberIn(limit, { most: MAX_LIMIT, otherwise: MAX_LIMIT });
  if (number === undefined || number === 0) return `\`limit\` is 1 to ${MAX_LIMIT} stories.`;
  const position = since === undefined ? undefined : await positionOf(since, exchange, store.archive.log);
  if (since !== undefined && position === undefined) {
    return '`since` is a time with a zone, such as 2026-03-01T12:00:00Z, or the value from the `next` link of this feed for the same key.';
  }
  const feed = readFeedAddress(path, query);
  if (feed?.page !== undefined && since !== undefined)
    return 'A page never changes its bounds: request the feed itself with `since`.';
  if (feed !== undefined && feed.terms.length > MAX_TERMS) return `A feed is selected by at most ${MAX_TERMS} terms.`;
  return feed && defined({ ...feed, since: position, limit: limit === undefined ? undefined : number });
}

/** Returns the position that a client names: by a time, or by the cursor of an earlier response. */
async function positionOf(
  since: string,
  exchange: ApiExchange,
  log: ServerContext['store']['archive']['log'],
): Promise<LogPosition | undefined> {
  const kind = readerOf(exchange).audience.embargoed ? 'all' : 'public';
  // A plus sign that is not encoded arrives as a space.
  const instant = parseInstant(since.replace(/ (?=\d{2}:?\d{2}$)/, '+'));
  return instant === undefined ? positionIn(since, kind) : log.positionAt(addSeconds(instant, -OVERLAP_S), kind);
}

/** Returns the links to the pages of a feed, and to what will have changed after this response. */
function linksOf(feed: PartnerFeed, { extension }: Format, { position, history }: PartnerDocument): string {
  const [path, terms] = feed.name.split('?');
  const addressOf = (page?: number, more: readonly string[] = []): string => {
    const query = [...(terms === undefined ? [] : [terms]), ...more].join('&');
    return `${API_PATH}/feeds/${path}${page === undefined ? '' : `/${page}`}${extension}${query === '' ? '' : `?${query}`}`;
  };
  const limit = feed.limit === undefined ? [] : [`limit=${feed.limit}`];
  const following = [`since=${cursorOf(position)}`, ...limit];
  const pages = pageLinks(history, (page) => addressOf(page));
  return feed.page === undefined
    ? [...pages, `<${addressOf(undefined, following)}>; rel="next"`].join(', ')
    : pages.join(', ');
}
