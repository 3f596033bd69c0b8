import type { Response } from 'express';
import { articleId, isKey } from '../../article/identity.ts';
import { type Audience, ENTITLED, PUBLIC } from '../../article/view.ts';
import type { ServerContext } from '../context.ts';
import { keyIn, may } from './authenticate.ts';
import { apiProblem, sendApiProblem } from './problem.ts';
import type { RepresentationOptions } from './representation.ts';

/** Dependencies that the API shares with the public routes. */
export type ApiRouting = ServerContext;

/** The view of a key's holder: the newsroom, which sees everything, or an audience. */
export function audienceOf(response: Response): Audience | 'newsroom' {
  const key = keyIn(response);
  if (may(key, 'write')) return 'newsroom';
  return may(key, 'embargo') ? ENTITLED : PUBLIC;
}

/** Returns the id of the article with a key; `undefined` for an invalid key. */
export function idOfKey({ publisher }: ApiRouting, key: unknown): string | undefined {
  const { authority } = publisher.site.publication;
  return typeof key === 'string' && isKey(key) ? articleId(authority, key) : undefined;
}

/** Returns the options for representing stories now. */
export function representationOptions({ publisher, now }: ApiRouting): RepresentationOptions {
  return { addresses: publisher.site.addresses, now: now() };
}

/** Sends data to the holder of a key, uncached. */
export function sendJson(response: Response, status: number, data: unknown): void {
  response.status(status).set('Cache-Control', 'private, no-store').type('application/json').send(JSON.stringify(data));
}

/** Responds 404: there is nothing that the holder may know of. */
export function notFound(response: Response): void {
  sendApiProblem(response, apiProblem(404, 'There is no such story for the holder of this key.'));
}
