import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { Scope } from '../archive/keys.ts';
import { limited, may } from './api/authenticate.ts';
import type { ServerContext } from './context.ts';
import { problemOf } from './problem.ts';

/**
 * Requires a key with a scope. Browsers and feed readers use names and passwords (RFC 7617): the key is the password,
 * and the name is ignored; programs send `Authorization: Bearer` or `X-Api-Key`. A key is never accepted in an address,
 * which appears in logs and bookmarks.
 */
export function requireScope(
  { store, now, problem }: ServerContext,
  { scope, realm, refusal }: { readonly scope: Scope; readonly realm: string; readonly refusal: string },
): RequestHandler[] {
  const open = async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    const token = tokenIn(request);
    const key = token === undefined ? undefined : await store.keys.authenticate(token, now());
    if (key !== undefined && may(key, scope)) response.locals.key = key;
    next();
  };
  const refuse = (request: Request, response: Response, next: NextFunction): void => {
    if (response.locals.key !== undefined) {
      next();
      return;
    }
    response.set('WWW-Authenticate', `Basic realm="${realm}", charset="UTF-8"`);
    problem(request, response, problemOf(401, refusal));
  };
  return [open, limited(), refuse];
}

function tokenIn({ headers }: Request): string | undefined {
  const own = headers['x-api-key'];
  if (typeof own === 'string') return own;
  const [scheme = '', credentials = ''] = (headers.authorization ?? '').split(' ');
  if (scheme.toLowerCase() === 'bearer') return credentials;
  if (scheme.toLowerCase() !== 'basic') return undefined;
  const decoded = Buffer.from(credentials, 'base64').toString('utf8');
  return decoded.slice(decoded.indexOf(':') + 1);
}
