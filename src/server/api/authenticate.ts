import type { NextFunction, Request, Response } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import type { ApiKey } from '../../archive/keys.ts';
import type { Store } from '../../archive/store.ts';
import type { Scope } from '../../article/audience.ts';
import { partnerNamed } from '../../delivery/partners/partner-list.ts';
import { isActive, type Partner } from '../../publication/partner.ts';
import { fromMilliseconds } from '../../text/instant.ts';
import { apiProblem, sendApiProblem } from './problem.ts';

/** Requests per minute for one key: enough for importing an archive, too few for a mistake in a loop. */
const REQUESTS_PER_MINUTE_WITH_KEY = 6000;
/** Requests per minute from one address (IPv6: from one /64) without a valid key. */
const REQUESTS_PER_MINUTE_WITHOUT_KEY = 60;

/** Authenticates a request, and stores its key and the partner that holds it for the routes. */
export function authenticate(store: Pick<Store, 'keys' | 'partners'>, clock: () => number) {
  return async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    const [scheme = '', token = ''] = (request.headers.authorization ?? '').split(' ');
    const key =
      scheme.toLowerCase() === 'bearer' ? await store.keys.authenticate(token, fromMilliseconds(clock())) : undefined;
    const partner = key?.partner === undefined ? undefined : await partnerNamed(store, key.partner);
    // A key whose partner cannot be read opens nothing.
    if (key !== undefined && (key.partner === undefined || partner !== undefined)) response.locals.key = key;
    response.locals.partner = partner?.partner;
    next();
  };
}

/** Returns the partner that holds the key of an authenticated request. */
export function partnerOf(response: Response): Partner | undefined {
  return response.locals.partner as Partner | undefined;
}

/** Refuses the keys of former partners, which get recalls alone: from their queue. */
export function needAgreement(clock: () => number) {
  return (_: Request, response: Response, next: NextFunction): void => {
    const partner = partnerOf(response);
    if (partner === undefined || isActive(partner, fromMilliseconds(clock()))) {
      next();
      return;
    }
    sendApiProblem(response, apiProblem(403, 'The agreement with this partner has ended.'));
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
