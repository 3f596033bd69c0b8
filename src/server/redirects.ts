import type { NextFunction, Request, Response } from 'express';
import { pathOf } from '../addresses/paths.ts';
import { RESOURCE_NAMES, resourceOf, templatesOf } from '../addresses/resources.ts';
import { formatByEnding } from '../formats/index.ts';
import { servedArticlePage } from '../pages/large-article-page.ts';
import type { Publication } from '../publication/publication.ts';
import { Redirects } from '../publication/redirects.ts';
import { API_PATH } from './api/address.ts';
import { notFound, reply, type ServerContext } from './context.ts';
import { type Exchange, exchangeOf } from './exchange.ts';
import { queryOf } from './feeds.ts';
import { cacheControl } from './send-document.ts';
import { isSlug } from './slug.ts';
import { REDIRECT_CACHING } from './usual-addresses.ts';

/** First segments of our own addresses, which no redirect takes over. */
const OWN = new Set([API_PATH, ...RESOURCE_NAMES.flatMap(templatesOf)].map(firstSegment));

/** Beginning of the addresses of stories. */
const STORIES = pathOf('article', { name: '' });

const compiled = new WeakMap<Publication, Redirects>();

/** Redirects old addresses (`redirects` in publication.yaml): to a story while it is visible, and 410 after its kill. */
export function redirects(context: ServerContext) {
  return async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    const target = targetOf(request, context.documents.site.publication);
    if (target === undefined) return next();
    const exchange = exchangeOf(request, response, context.clock);
    const name = target.startsWith(STORIES) ? target.slice(STORIES.length) : undefined;
    // The other formats of a story are addresses like any other.
    if (name !== undefined && formatByEnding(name) === undefined) return toStory(context, exchange, name);
    const { addresses } = context.documents.site;
    redirect(exchange, addresses.absolute(target), REDIRECT_CACHING);
  };
}

function targetOf(request: Request, publication: Publication): string | undefined {
  if (publication.redirects.length === 0 || !['GET', 'HEAD'].includes(request.method)) return undefined;
  const isFront = request.path === '/';
  if (!isFront && OWN.has(firstSegment(request.path))) return undefined;
  const query = queryOf(request);
  if (isFront && query.size === 0) return undefined;
  const known = compiled.get(publication) ?? new Redirects(publication.redirects);
  compiled.set(publication, known);
  return known.target(request.path, query);
}

/** Responds as the page of the story does: an old address reveals nothing about a story that is not public. */
async function toStory(context: ServerContext, exchange: Exchange, slug: string): Promise<void> {
  if (!isSlug(slug)) return notFound(context, exchange);
  const { articles, site } = context.documents;
  const result = await articles.page(slug, servedArticlePage, exchange.now);
  const { lifetime } = resourceOf('article');
  if ('slug' in result || result.status === 200) {
    const current = 'slug' in result ? result.slug : slug;
    return redirect(exchange, site.addresses.article(current), cacheControl(lifetime, exchange.milliseconds));
  }
  return reply(context, exchange, { result, lifetime });
}

function redirect({ response }: Exchange, location: string, caching: string): void {
  response.status(301).set({ 'Cache-Control': caching, Location: location }).end();
}

function firstSegment(path: string): string {
  return path.split('/', 2)[1] ?? '';
}
