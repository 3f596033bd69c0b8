import { readFeedAddress } from '../../feeds/address.ts';
import type { ServerContext } from '../context.ts';
import { parameter } from '../exchange.ts';
import { feedRepresentationIn, queryOf } from '../feeds.ts';
import { type ApiHandler, readerOf } from './context.ts';
import { apiProblem, sendApiProblem } from './problem.ts';

/** Handlers of feeds with a key: with embargoed stories and paid text, as far as its holder may have them. */
export function feedHandlers({ documents }: ServerContext): Readonly<Record<'getFeed', ApiHandler>> {
  return {
    getFeed: async (exchange) => {
      const { request, response, now } = exchange;
      const { path, format } = feedRepresentationIn(parameter(exchange, 'path'));
      const feed = readFeedAddress(path, queryOf(request));
      const viewContext = { audience: readerOf(exchange).audience, instant: now };
      const text = feed && format && (await documents.feeds.forAudience(feed, format, viewContext));
      if (format === undefined || text === undefined) {
        return sendApiProblem(response, apiProblem(404, 'This feed does not exist: see /feeds.'));
      }
      const type = format.feedMediaType ?? format.mediaType;
      response.set('Cache-Control', 'private, no-store').type(`${type}; charset=utf-8`).send(text);
    },
  };
}
