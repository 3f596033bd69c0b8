import type { Response } from 'express';
import type { ApiKey } from '../../archive/keys.ts';
import { type Audience, audienceOf } from '../../article/audience.ts';
import { articleId, isKey } from '../../article/identity.ts';
import type { Author } from '../../newsroom/submit-story.ts';
import { audienceOfPartner, type Partner } from '../../publication/partner.ts';
import type { ServerContext } from '../context.ts';
import type { Exchange } from '../exchange.ts';
import { may } from './authenticate.ts';
import { apiProblem, sendApiProblem } from './problem.ts';
import type { RepresentationOptions } from './representation.ts';

/** A request of the API, with the key that it carries. */
export interface ApiExchange extends Exchange {
  readonly key: ApiKey;
  /** The partner that holds the key. */
  readonly partner?: Partner;
}

/** Handles the requests for one operation. */
export type ApiHandler = (exchange: ApiExchange) => Promise<void> | void;

/** The reader of a response: an audience, or the newsroom itself, which reads whole articles. */
export interface Reader {
  readonly audience: Audience;
  readonly isNewsroom: boolean;
}

/** Returns the reader that a key identifies. */
export function readerOf({ key, partner }: Pick<ApiExchange, 'key' | 'partner'>): Reader {
  if (partner !== undefined) return { audience: audienceOfPartner(partner), isNewsroom: false };
  return { audience: audienceOf(key.scopes), isNewsroom: may(key, 'write') };
}

/** Returns the partner of a request; responds with a problem if its key belongs to none. */
export function partnerIn({ response, partner }: ApiExchange): Partner | undefined {
  if (partner === undefined) {
    const detail = 'This key belongs to no partner: create one with `dateline key create NAME --partner KEY`.';
    sendApiProblem(response, apiProblem(403, detail));
  }
  return partner;
}

/** Returns the actor and the channel of a request. */
export function authorOf({ key: { name, id } }: ApiExchange): Author {
  return { actor: `${name} (${id})`, origin: 'api' };
}

/** Returns the id of the article with a key; `undefined` for an invalid key. */
export function idOfKey({ documents }: ServerContext, key: string): string | undefined {
  return isKey(key) ? articleId(documents.site.publication.authority, key) : undefined;
}

/** Returns the options for representing stories at the instant of a request. */
export function representationOptions({ documents }: ServerContext, { now }: Exchange): RepresentationOptions {
  return { addresses: documents.site.addresses, now };
}

/** Sends data to the holder of a key, uncached. */
export function sendJson(response: Response, status: number, data: unknown): void {
  response.status(status).set('Cache-Control', 'private, no-store').type('application/json').send(JSON.stringify(data));
}

/** Responds 404, also for a story that the holder of the key may not see. */
export function sendNotFound({ response }: Exchange): void {
  sendApiProblem(response, apiProblem(404, 'This story does not exist, or your key may not read it.'));
}
