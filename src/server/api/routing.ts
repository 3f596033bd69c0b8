import type { Response } from 'express';
import { articleId, isKey } from '../../article/identity.ts';
import { type Audience, ENTITLED, PUBLIC } from '../../article/view.ts';
import type { Routing } from '../routing.ts';
import { keyIn, may } from './authenticate.ts';
import { apiProblem, sendApiProblem } from './problem.ts';
import type { Showing } from './representation.ts';

/** Everything that the routes of the API have in common with those for everybody. */
export type ApiRouting = Routing;

/** Who a key's holder is: the newsroom, which sees everything, or an audience. */
export function audienceOf(response: Response): Audience | 'newsroom' {
  const key = keyIn(response);
  if (may(key, 'write')) return 'newsroom';
  return may(key, 'embargo') ? ENTITLED : PUBLIC;
}

/** The id of the article that an address names by its key; `undefined` for what is no key. */
export function idOfKey({ publisher }: ApiRouting, key: unknown): string | undefined {
  const { authority } = publisher.site.publication;
  return typeof key === 'string' && isKey(key) ? articleId(authority, key) : undefined;
}

/** How stories are shown now. */
export function showing({ publisher, now }: ApiRouting): Showing {
  return { addresses: publisher.site.addresses, now: now() };
}

/** Sends data to the holder of a key and to nobody else. */
export function sendJson(response: Response, status: number, data: unknown): void {
  response.status(status).set('Cache-Control', 'private, no-store').type('application/json').send(JSON.stringify(data));
}

/** Answers that there is nothing, or nothing that the holder of the key may know of. */
export function notFound(response: Response): void {
  sendApiProblem(response, apiProblem(404, 'There is no such story for the holder of this key.'));
}
