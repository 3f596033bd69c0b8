import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import type { Logger } from 'pino';
import { API_PATH } from './api/address.ts';
import { apiRoutes } from './api/routes.ts';
import { notFound, refuse, type ServerContext } from './context.ts';
import { exchangeOf } from './exchange.ts';
import { isUnavailable, problemOf, RETRY_AFTER_S } from './problem.ts';
import { redirects } from './redirects.ts';
import { resourceRoutes } from './routes.ts';
import { CROSS_ORIGIN, hasOneHost, securityHeaders } from './security.ts';
import { usualAddresses } from './usual-addresses.ts';
import { hubRoutes } from './websub.ts';

/** Creates the server as an Express application, without listening. */
export function createApp(context: ServerContext): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('case sensitive routing', true);
  app.set('strict routing', true);
  app.set('query parser', 'simple');
  app.use(requestLog(context.log));
  app.use(securityHeaders(context.documents.site.addresses.base.startsWith('https:')));
  app.use(API_PATH, apiRoutes(context));
  app.use(hubRoutes(context));
  app.use(readOnly(context));
  app.use(redirects(context));
  app.use(usualAddresses(context));
  app.use(resourceRoutes(context));
  app.use((request, response) => notFound(context, exchangeOf(request, response, context.clock)));
  // biome-ignore lint/complexity/useMaxParams: Express recognizes an error handler by its four parameters
  app.use((error: unknown, request: Request, response: Response, next: NextFunction) => {
    const status = statusOf(error);
    if (status >= 500) context.log.error({ err: error }, 'request failed');
    if (response.headersSent) return next(error);
    if (status === 503) response.set('Retry-After', RETRY_AFTER_S);
    refuse(context, exchangeOf(request, response, context.clock), problemOf(status));
  });
  return app;
}

function statusOf(error: unknown): number {
  if (isUnavailable(error)) return 503;
  const status = typeof error === 'object' && error !== null && 'status' in error ? Number(error.status) : 500;
  return status >= 400 && status < 500 ? status : 500;
}

const READ_METHODS = 'GET, HEAD, OPTIONS';

/** Refuses methods other than GET, HEAD and OPTIONS. */
function readOnly(context: ServerContext) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const exchange = exchangeOf(request, response, context.clock);
    response.set(CROSS_ORIGIN);
    if (!hasOneHost(request.rawHeaders)) {
      refuse(context, exchange, problemOf(400, 'The request has more than one Host header: send one.'));
    } else if (request.method === 'OPTIONS') {
      response.set({
        Allow: READ_METHODS,
        'Access-Control-Allow-Methods': READ_METHODS,
        'Access-Control-Allow-Headers': 'If-None-Match, If-Modified-Since',
        'Access-Control-Max-Age': '86400',
      });
      response.status(204).end();
    } else if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.set('Allow', READ_METHODS);
      refuse(context, exchange, problemOf(405));
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
