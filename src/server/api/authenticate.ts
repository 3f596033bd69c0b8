import type { NextFunction, Request, Response } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import type { ApiKey, Keys } from '../../archive/keys.ts';
import type { Scope } from '../../article/audience.ts';
import { fromMilliseconds } from '../../text/instant.ts';
import { apiProblem, sendApiProblem } from './problem.ts';

/** Requests per minute for one key: enough for importing an archive, too few for a mistake in a loop. */
const REQUESTS_PER_MINUTE_WITH_KEY = 6000;
/** Requests per minute from one address (IPv6: from one /64) without a valid key. */
const REQUESTS_PER_MINUTE_WITHOUT_KEY = 60;

/** Authenticates a request and stores its key for the routes. */
export function authenticate(keys: Keys, clock: () => number) {
  return async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    const [scheme = '', token = ''] = (request.headers.authorization ?? '').split(' ');
    const key =
      scheme.toLowerCase() === 'bearer' ? await keys.authenticate(token, fromMilliseconds(clock())) : undefined;
    if (key !== undefined) response.locals.key = key;
    next();
  };
}

/** Refuses requests without a key. */
export function requireKey(_: Request, response: Response, next: NextFunction): void {
  if (response.locals.key !== undefined) {
    next();
    return;
  }
  response.set('WWW-Authenticate', 'Bearer realm="Dateline"');
  sendApiProblem(response, apiProblem(401, 'Send a key: `Authorization: Bearer …` (made by `dateline key create`).'));
}

/** Returns the key of an authenticated request. */
export function keyIn(response: Response): ApiKey {
  return response.locals.key as ApiKey;
}

/** True if the key has one of the scopes; `admin` implies all. */
export function may(key: ApiKey, ...scopes: readonly Scope[]): boolean {
  return key.scopes.includes('admin') || scopes.some((scope) => key.scopes.includes(scope));
}

/** Refuses keys without any of these scopes. */
export function need(...scopes: readonly Scope[]) {
  return (_: Request, response: Response, next: NextFunction): void => {
    if (may(keyIn(response), ...scopes)) {
      next();
      return;
    }
    const wanted = scopes.map((scope) => `\`${scope}\``).join(' or ');
    sendApiProblem(
      response,
      apiProblem(403, `This key lacks the scope ${wanted}: create one with \`dateline key create --scope\`.`),
    );
  };
}

/** Limits requests per minute, by key, or by address without one. */
export function limited() {
  return rateLimit({
    windowMs: 60_000,
    limit: (_, response) =>
      response.locals.key === undefined ? REQUESTS_PER_MINUTE_WITHOUT_KEY : REQUESTS_PER_MINUTE_WITH_KEY,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: (request, response) => response.locals.key?.id ?? ipKeyGenerator(request.ip ?? ''),
    // The address of the connection: behind a proxy, the proxy has to limit.
    validate: { xForwardedForHeader: false, forwardedHeader: false },
    handler: (_, response) =>
      sendApiProblem(response, apiProblem(429, 'Too many requests: wait a minute before the next one.')),
  });
}
