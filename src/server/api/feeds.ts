import express from 'express';
import { ENTITLED } from '../../article/view.ts';
import { readFeedAddress } from '../../feeds/address.ts';
import { feedRepresentationIn, queryOf } from '../feeds.ts';
import { type ApiRouting, audienceOf } from './context.ts';
import { apiProblem, sendApiProblem } from './problem.ts';

/** Feeds for the holder of a key: of an entitled partner with the stories that are under embargo. */
export function feedApi(routing: ApiRouting) {
  const router = express.Router({ caseSensitive: true, strict: true });
  router.get('/feeds/*path', async (request, response) => {
    const { path, format } = feedRepresentationIn(request.params.path.join('/'));
    const feed = readFeedAddress(path, queryOf(request));
    const seen = audienceOf(response);
    const viewContext = { audience: seen === 'newsroom' ? ENTITLED : seen, instant: routing.now() };
    const text = feed && format && (await routing.publisher.feedForPartner(feed, format, viewContext));
    if (format === undefined || text === undefined)
      return sendApiProblem(response, apiProblem(404, 'There is no such feed.'));
    const type = format.feedMediaType ?? format.mediaType;
    response.set('Cache-Control', 'private, no-store').type(`${type}; charset=utf-8`).send(text);
  });
  return router;
}
