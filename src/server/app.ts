import { readFileSync } from 'node:fs';
import type { OutgoingHttpHeaders } from 'node:http';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import type { Logger } from 'pino';
import { documentOf } from '../documents/document.ts';
import { ASSETS } from '../pages/assets.ts';
import { errorPage } from '../pages/plain-pages.ts';
import { fromMilliseconds } from '../text/instant.ts';
import { apiRoutes } from './api/index.ts';
import { openApiRoutes } from './api/openapi.ts';
import { articleRoutes } from './articles.ts';
import type { CachedResponses } from './cached-responses.ts';
import { formatContext, LIFETIMES, type Reply, type ServerContext, type ServerDeps } from './context.ts';
import { crawlerRoutes } from './crawler-routes.ts';
import { feedRoutes } from './feeds.ts';
import { inspectRoutes } from './inspect.ts';
import { mediaRoute } from './media.ts';
import { pageRoutes } from './page-routes.ts';
import { type Problem, problemOf, sendProblem } from './problem.ts';
import { CROSS_ORIGIN, hasOneHost, securityHeaders } from './security.ts';
import { sendDocument } from './send-document.ts';

/**
 * Creates the server as an Express application, without listening.
 * @param quick receives responses that can be repeated from memory
 */
export function createApp(parts: ServerDeps, cachedResponses?: CachedResponses): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('case sensitive routing', true);
  app.set('strict routing', true);
  app.set('query parser', 'simple');
  const problem = (request: Request, response: Response, found: Problem): void =>
    sendProblem(request, response, found, (it) => errorPage(formatContext(parts), it));
  const reply: Reply = async (request, response, answer, { key, ...options }) => {
    if ('bytes' in answer) {
      const onHeaders = (headers: OutgoingHttpHeaders): void => {
        if (key === undefined) return;
        const { lifetime } = options;
        cachedResponses?.remember(request.originalUrl, answer, { key, route: request.route?.path, lifetime, headers });
      };
      await sendDocument(request, response, answer, { ...options, onHeaders, now: parts.clock() });
    } else if (answer.status === 301) problem(request, response, problemOf(404));
    else problem(request, response, problemOf(answer.status));
  };
  const routing: ServerContext = { ...parts, reply, problem, now: () => fromMilliseconds(parts.clock()) };
  app.use(requestLog(parts.log));
  app.use(securityHeaders(parts.publisher.site.addresses.base.startsWith('https:')));
  app.use('/api/v1', apiRoutes(routing));
  app.use(onlyReading(problem));
  app.use(openApiRoutes(routing));
  app.use(healthRoutes(parts));
  app.use(pageRoutes(routing));
  app.use(crawlerRoutes(routing));
  app.use(inspectRoutes(routing));
  app.use(articleRoutes(routing));
  app.use(feedRoutes(routing));
  app.use(mediaRoute(routing, (request, response, status) => problem(request, response, problemOf(status))));
  app.use(assetRoutes(routing));
  app.use((request, response) => problem(request, response, problemOf(404)));
  app.use((error: unknown, request: Request, response: Response, next: NextFunction) => {
    const status = statusOf(error);
    if (status >= 500) parts.log.error({ err: error }, 'request failed');
    if (response.headersSent) next(error);
    else problem(request, response, problemOf(status));
  });
  return app;
}

function statusOf(error: unknown): number {
  const status = typeof error === 'object' && error !== null && 'status' in error ? Number(error.status) : 500;
  return status >= 400 && status < 500 ? status : 500;
}

/** Public resources are read-only: other methods are refused. */
function onlyReading(problem: (request: Request, response: Response, found: Problem) => void) {
  const allowed = 'GET, HEAD, OPTIONS';
  return (request: Request, response: Response, next: NextFunction): void => {
    response.set(CROSS_ORIGIN);
    if (!hasOneHost(request.rawHeaders)) {
      problem(request, response, problemOf(400, 'The request has more than one Host header.'));
    } else if (request.method === 'OPTIONS') {
      response.set({
        Allow: allowed,
        'Access-Control-Allow-Methods': allowed,
        'Access-Control-Allow-Headers': 'If-None-Match, If-Modified-Since',
        'Access-Control-Max-Age': '86400',
      });
      response.status(204).end();
    } else if (request.method !== 'GET' && request.method !== 'HEAD') {
      problem(request, response.set('Allow', allowed), problemOf(405));
    } else next();
  };
}

/**
 * Logs one line for each request. It contains the route and never the address, which may contain the slug of a hidden
 * story.
 */
function requestLog(log: Logger) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const start = performance.now();
    response.once('finish', () => {
      const { method } = request;
      const route: unknown = request.route?.path;
      const milliseconds = Math.round((performance.now() - start) * 10) / 10;
      log.info({ method, route, status: response.statusCode, milliseconds }, 'request');
    });
    next();
  };
}

function healthRoutes({ isReady }: ServerDeps) {
  const router = express.Router({ caseSensitive: true, strict: true });
  router.get('/health/live', (_, response) => {
    response.set('Cache-Control', 'no-store').json({ status: 'live' });
  });
  router.get('/health/ready', async (_, response) => {
    const ready = await isReady();
    response
      .status(ready ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json({ status: ready ? 'ready' : 'not ready' });
  });
  return router;
}

function assetRoutes({ reply }: ServerContext) {
  const router = express.Router({ caseSensitive: true, strict: true });
  for (const { path, file, mediaType } of ASSETS) {
    const document = documentOf({ text: readFileSync(file), mediaType });
    router.get(path, (request, response) => reply(request, response, document, { lifetime: LIFETIMES.feed }));
  }
  return router;
}
