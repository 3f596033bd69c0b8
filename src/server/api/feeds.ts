import express from 'express';
import { ENTITLED } from '../../article/view.ts';
import { feedFaceOf } from '../feeds.ts';
import { apiProblem, sendApiProblem } from './problem.ts';
import { type ApiRouting, audienceOf } from './routing.ts';

/** Feeds for the holder of a key: of an entitled partner with the stories that are under embargo. */
export function feedApi(routing: ApiRouting) {
  const router = express.Router({ caseSensitive: true, strict: true });
  router.get('/feeds/*path', async (request, response) => {
    const { name, format } = feedFaceOf(request.params.path.join('/'));
    const seen = audienceOf(response);
    const asking = { audience: seen === 'newsroom' ? ENTITLED : seen, instant: routing.now() };
    const text = format && (await routing.publisher.feedFor(name, format, asking));
    if (format === undefined || text === undefined)
      return sendApiProblem(response, apiProblem(404, 'There is no such feed.'));
    const type = format.feedMediaType ?? format.mediaType;
    response.set('Cache-Control', 'private, no-store').type(`${type}; charset=utf-8`).send(text);
  });
  return router;
}
