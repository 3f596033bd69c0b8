import express, { type NextFunction, type Request, type RequestHandler, type Response, type Router } from 'express';
import type { ServerContext } from '../context.ts';
import { exchangeOf } from '../exchange.ts';
import { isUnavailable, RETRY_AFTER_S } from '../problem.ts';
import { accountHandlers } from './account.ts';
import { articleHandlers } from './articles.ts';
import { authenticate, keyIn, limited, need, needAgreement, partnerOf, requireKey } from './authenticate.ts';
import { changesHandlers } from './changes.ts';
import type { ApiHandler } from './context.ts';
import { feedHandlers } from './feeds.ts';
import { frontHandlers } from './front.ts';
import { mediaHandlers } from './media.ts';
import { methodsOf } from './openapi.ts';
import { MAX_FILE_BYTES, OPERATIONS, type Operation, type OperationId, routeOf } from './operations.ts';
import { partnerHandlers } from './partners.ts';
import { apiProblem, sendApiProblem } from './problem.ts';
import { queueHandlers } from './queue.ts';

/** Returns the routes of the HTTP API: every request needs a key, no response is cached. */
export function apiRoutes(context: ServerContext): Router {
  const router = express.Router({ caseSensitive: true, strict: true });
  router.use(sendOptions);
  router.use(authenticate(context.store, context.clock));
  router.use(limited());
  router.use(requireKey);
  const handlers: Readonly<Record<OperationId, ApiHandler>> = {
    ...articleHandlers(context),
    ...mediaHandlers(context),
    ...changesHandlers(context),
    ...feedHandlers(context),
    ...frontHandlers(context),
    ...partnerHandlers(context),
    ...accountHandlers(context),
    ...queueHandlers(context),
  };
  for (const operation of OPERATIONS) {
    const handler = handlers[operation.id];
    router[operation.method](
      routeOf(operation),
      need(...operation.scopes),
      ...(operation.afterAgreement === true ? [] : [needAgreement(context.clock)]),
      ...bodyParsers(operation),
      (request, response) => {
        const partner = partnerOf(response);
        const exchange = { ...exchangeOf(request, response, context.clock), key: keyIn(response) };
        return handler({ ...exchange, ...(partner && { partner }) });
      },
    );
  }
  router.use((request: Request, response: Response) => {
    const methods = methodsOf(request.path);
    if (methods.length === 0)
      return sendApiProblem(response, apiProblem(404, 'This address is not part of the API: see /api.'));
    response.set('Allow', [...methods, 'OPTIONS'].join(', '));
    sendApiProblem(response, apiProblem(405, `This address takes ${methods.join(', ')}.`));
  });
  // biome-ignore lint/complexity/useMaxParams: Express recognizes an error handler by its four parameters
  router.use((error: unknown, _: Request, response: Response, next: NextFunction) => {
    const problem = requestProblem(error);
    if (problem.status >= 500) context.log.error({ err: error }, 'API request failed');
    if (response.headersSent) return next(error);
    if (problem.status === 503) response.set('Retry-After', RETRY_AFTER_S);
    sendApiProblem(response, problem);
  });
  return router;
}

function bodyParsers({ body }: Operation): RequestHandler[] {
  if (body === undefined) return [];
  const any = express.raw({ type: () => true, limit: body.maxBytes });
  const { wire } = body;
  return wire === undefined ? [any] : [express.raw({ type: [...wire.types], limit: wire.maxBytes }), any];
}

/** Responds to OPTIONS without a key: the allowed methods of an address are public. */
function sendOptions(request: Request, response: Response, next: NextFunction): void {
  const methods = request.method === 'OPTIONS' ? methodsOf(request.path) : [];
  if (methods.length === 0) {
    next();
    return;
  }
  const allowed = [...methods, 'OPTIONS'].join(', ');
  response.status(204).set('Allow', allowed).end();
}

const TOO_LARGE = `The body is too large: a story has at most 2 MB, a file ${MAX_FILE_BYTES / 1024 / 1024} MB.`;

/** A connection may have been lost after the commit: only a receipt or a version shows it. */
const UNAVAILABLE =
  'The archive is not available at the moment: send the request again, a write with the same `Idempotency-Key` or `If-Match`.';

/** Returns the problem of an error before or during a request. An archive that is not available is reported as temporary. */
function requestProblem(error: unknown) {
  const { status } = error as { status?: number };
  if (status === 413) return apiProblem(413, TOO_LARGE);
  if (status !== undefined && status >= 400 && status < 500) {
    return apiProblem(status, 'The request is malformed: mend it before sending it again.');
  }
  if (isUnavailable(error)) return apiProblem(503, UNAVAILABLE);
  return apiProblem(500, 'The server failed to handle the request; nothing was stored. The error is in its log.');
}
