import express, { type NextFunction, type Request, type Response } from 'express';
import { articleApi } from './articles.ts';
import { authenticate, limited, requireKey } from './authenticate.ts';
import { changesApi } from './changes.ts';
import type { ApiRouting } from './context.ts';
import { feedApi } from './feeds.ts';
import { MAX_FILE_BYTES, mediaApi } from './media.ts';
import { methodsOf } from './openapi.ts';
import { apiProblem, sendApiProblem } from './problem.ts';

/** The HTTP API below `/api/v1`: everything with a key, nothing kept by caches. */
export function apiRoutes(routing: ApiRouting) {
  const router = express.Router({ caseSensitive: true, strict: true });
  router.use(answerOptions);
  router.use(authenticate(routing.store.keys, routing.now));
  router.use(limited());
  router.use(requireKey);
  router.use(articleApi(routing));
  router.use(mediaApi(routing));
  router.use(changesApi(routing));
  router.use(feedApi(routing));
  router.use((request: Request, response: Response) => {
    const methods = methodsOf(request.path);
    if (methods.length === 0) return sendApiProblem(response, apiProblem(404, 'The API has no such address.'));
    response.set('Allow', [...methods, 'OPTIONS'].join(', '));
    sendApiProblem(response, apiProblem(405, `This address takes ${methods.join(', ')}.`));
  });
  router.use((error: unknown, _: Request, response: Response, next: NextFunction) => {
    const known = requestProblem(error);
    if (known.status >= 500) routing.log.error({ err: error }, 'a request of the API failed');
    if (response.headersSent) return next(error);
    if (known.status === 503) response.set('Retry-After', '1');
    sendApiProblem(response, known);
  });
  return router;
}

/** What an address takes is no secret. */
function answerOptions(request: Request, response: Response, next: NextFunction): void {
  const methods = request.method === 'OPTIONS' ? methodsOf(request.path) : [];
  if (methods.length === 0) next();
  else
    response
      .status(204)
      .set('Allow', [...methods, 'OPTIONS'].join(', '))
      .end();
}

const TOO_LARGE = `The body is too large: a story has at most 2 MB, a file ${MAX_FILE_BYTES / 1024 / 1024} MB.`;

/** What went wrong before or while a request was answered. An archive that takes no writes says so, and may again. */
function requestProblem(error: unknown) {
  const { status, code, errcode } = error as { status?: number; code?: string; errcode?: number };
  if (status === 413) return apiProblem(413, TOO_LARGE);
  if (status !== undefined && status >= 400 && status < 500) return apiProblem(status, 'The request cannot be read.');
  const isOfArchive =
    code?.startsWith('ERR_SQLITE') || errcode !== undefined || /^(\d|[A-Z]){5}$|^E[A-Z]+$/.test(code ?? '');
  if (isOfArchive) return apiProblem(503, 'The archive could not take this in: nothing was stored. Try again.');
  return apiProblem(500, 'Something went wrong here; it has been noted. Nothing was stored.');
}
