import type { NextFunction, Request, Response } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import type { ApiKey, Keys, Scope } from '../../archive/keys.ts';
import type { Instant } from '../../text/instant.ts';
import { apiProblem, sendApiProblem } from './problem.ts';

/** Requests a minute that one key may make: enough for the import of an archive, too few for a mistake in a loop. */
const PER_KEY = 6000;
/** Requests a minute from one address (IPv6: from one /64) without a valid key. */
const WITHOUT_KEY = 60;

/** Lets requests pass that carry a key, and keeps it for the routes. */
export function authenticate(keys: Keys, now: () => Instant) {
  return async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    const [scheme = '', token = ''] = (request.headers.authorization ?? '').split(' ');
    const key = scheme.toLowerCase() === 'bearer' ? await keys.authenticate(token, now()) : undefined;
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

/** The key of a request that came so far. */
export function keyIn(response: Response): ApiKey {
  return response.locals.key as ApiKey;
}

/** True if the key may do this; `admin` may do all of it. */
export function may(key: ApiKey, ...scopes: readonly Scope[]): boolean {
  return key.scopes.includes('admin') || scopes.some((scope) => key.scopes.includes(scope));
}

/** Refuses keys that have none of these scopes. */
export function need(...scopes: readonly Scope[]) {
  return (_: Request, response: Response, next: NextFunction): void => {
    if (may(keyIn(response), ...scopes)) {
      next();
      return;
    }
    const wanted = scopes.map((scope) => `\`${scope}\``).join(' or ');
    sendApiProblem(response, apiProblem(403, `This key lacks the scope ${wanted}.`));
  };
}

/** So many requests a minute and no more, by key, or by address where there is none. */
export function limited() {
  return rateLimit({
    windowMs: 60_000,
    limit: (_, response) => (response.locals.key === undefined ? WITHOUT_KEY : PER_KEY),
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: (request, response) => response.locals.key?.id ?? ipKeyGenerator(request.ip ?? ''),
    // The address is that of the connection: whoever puts a proxy in front limits there.
    validate: { xForwardedForHeader: false, forwardedHeader: false },
    handler: (_, response) => sendApiProblem(response, apiProblem(429, 'Too many requests: wait a minute.')),
  });
}
