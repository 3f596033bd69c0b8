import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { ResourceAudience } from '../addresses/resources.ts';
import type { ApiKey } from '../archive/keys.ts';
import type { Scope } from '../article/audience.ts';
import { limited, may } from './api/authenticate.ts';
import { refuse, type ServerContext } from './context.ts';
import { type Exchange, exchangeOf } from './exchange.ts';
import { problemOf } from './problem.ts';

interface Requirement {
  readonly scope: Scope;
  readonly realm: string;
  readonly refusal: string;
}

const REQUIREMENTS: Readonly<Partial<Record<ResourceAudience, Requirement>>> = {
  subscriber: {
    scope: 'paid',
    realm: 'Paid stories',
    refusal: 'Send the key of a subscription as the password; any name will do.',
  },
  editor: {
    scope: 'write',
    realm: 'Editors',
    refusal: 'Send a key with the scope `write` as the password; any name will do.',
  },
  admin: {
    scope: 'admin',
    realm: 'Administration',
    refusal: 'Send a key with the scope `admin` as the password; any name will do.',
  },
};

/** Returns the middleware that admits the readers of a resource; none for the public. */
export function guardsFor(context: ServerContext, audience: ResourceAudience): RequestHandler[] {
  const requirement = REQUIREMENTS[audience];
  const isOpen = requirement === undefined || (context.dev && audience !== 'subscriber');
  return isOpen ? [] : requireScope(context, requirement);
}

/**
 * Requires a key with a scope. Browsers and feed readers use names and passwords (RFC 7617): the key is the password,
 * and the name is ignored; programs send `Authorization: Bearer` or `X-Api-Key`. A key is never accepted in an address,
 * which appears in logs and bookmarks.
 */
function requireScope(context: ServerContext, { scope, realm, refusal }: Requirement): RequestHandler[] {
  const authenticate = async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    const key = await keySentIn(exchangeOf(request, response, context.clock), context);
    if (key !== undefined && may(key, scope)) response.locals.key = key;
    next();
  };
  const requireKey = (request: Request, response: Response, next: NextFunction): void => {
    if (response.locals.key !== undefined) {
      next();
      return;
    }
    response.set('WWW-Authenticate', `Basic realm="${realm}", charset="UTF-8"`);
    refuse(context, exchangeOf(request, response, context.clock), problemOf(401, refusal));
  };
  return [authenticate, limited(), requireKey];
}

/** Returns the valid key that a request carries. */
export async function keySentIn(
  { request, now }: Pick<Exchange, 'request' | 'now'>,
  { store }: Pick<ServerContext, 'store'>,
): Promise<ApiKey | undefined> {
  const token = tokenIn(request);
  return token === undefined ? undefined : store.keys.authenticate(token, now);
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
