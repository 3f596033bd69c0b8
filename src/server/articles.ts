import type { Request } from 'express';
import { REFRESH_QUERY } from '../addresses/paths.ts';
import { resourceOf } from '../addresses/resources.ts';
import { alternateLink } from '../documents/article-documents.ts';
import type { DocumentResult } from '../documents/document-cache.ts';
import type { Format } from '../formats/format.ts';
import { ARTICLE_FORMATS, formatByEnding } from '../formats/index.ts';
import { newsmlG2 } from '../formats/newsml-g2/index.ts';
import { servedArticlePage } from '../pages/large-article-page.ts';
import { defined } from '../text/defined.ts';
import { type Handlers, notFound, reply, type ServerContext } from './context.ts';
import { type Exchange, parameter } from './exchange.ts';
import { cacheControl } from './send-document.ts';
import { isSlug } from './slug.ts';

const MEDIA_KEY = /^[0-9a-v]{10}$/;
const NOINDEX = { 'X-Robots-Tag': 'noindex' };

/** Handlers of a story's page, and of its other representations by extension. */
export function articleHandlers(context: ServerContext): Handlers<'article' | 'articleMedia' | 'articleLicence'> {
  return {
    article: (exchange) => {
      const { slug, format } = representationIn(parameter(exchange, 'name'));
      if (slug === undefined) return notFound(context, exchange);
      return format === undefined ? sendPage(context, exchange, slug) : sendData(context, exchange, { slug, format });
    },
    articleMedia: async (exchange) => {
      const [slug, name] = [parameter(exchange, 'slug'), parameter(exchange, 'name')];
      const key = name.endsWith(newsmlG2.extension) ? name.slice(0, -newsmlG2.extension.length) : '';
      if (!isSlug(slug) || !MEDIA_KEY.test(key)) return notFound(context, exchange);
      const { addresses } = context.documents.site;
      const result = await context.documents.articles.media({ slug, key }, newsmlG2, exchange.now);
      if (redirected(exchange, result, (moved) => addresses.media(moved, key))) return;
      return reply(context, exchange, { result, lifetime: resourceOf('articleMedia').lifetime, headers: NOINDEX });
    },
    articleLicence: async (exchange) => {
      const result = await context.documents.articles.licence(parameter(exchange, 'slug'), exchange.now);
      return reply(context, exchange, { result, lifetime: resourceOf('articleLicence').lifetime });
    },
  };
}

async function sendData(
  context: ServerContext,
  exchange: Exchange,
  { slug, format }: { readonly slug: string; readonly format: Format },
): Promise<void> {
  const { addresses } = context.documents.site;
  const result = await context.documents.articles.inFormat(slug, format, exchange.now);
  if (redirected(exchange, result, (moved) => addresses.article(moved, format.extension))) return;
  const headers = { ...NOINDEX, Link: `<${addresses.article(slug)}>; rel="canonical"` };
  await reply(context, exchange, { result, lifetime: resourceOf('article').lifetime, headers });
}

async function sendPage(context: ServerContext, exchange: Exchange, slug: string): Promise<void> {
  const { addresses } = context.documents.site;
  const { request, response, now } = exchange;
  const result = await context.documents.articles.page(slug, servedArticlePage, now);
  if (redirected(exchange, result, (moved) => addresses.article(moved))) return;
  const offered = 'headers' in result ? (result.headers.Link ?? '') : '';
  const wanted = result.status === 200 ? negotiated(request) : undefined;
  // Rights of a story may exclude a format: the client gets the page.
  if (wanted !== undefined && offered.includes(alternateLink(slug, wanted, context.documents.site))) {
    // CDNs distinguish responses by address alone, so each representation has an address of its own.
    response.set({ 'Cache-Control': 'no-store', Vary: 'Accept' });
    response.redirect(303, addresses.article(slug, wanted.extension));
    return;
  }
  const headers = result.status === 200 ? refreshOf(request) : {};
  await reply(context, exchange, { result, lifetime: resourceOf('article').lifetime, vary: ['Accept'], headers });
}

/** Returns the header that makes a browser load the page again, if its reader asked for it; no script is needed. */
function refreshOf({ originalUrl }: Request): Record<string, string> {
  return originalUrl.endsWith(`?${REFRESH_QUERY}`) ? { Refresh: '60' } : {};
}

/**
 * Redirects to the current address of a moved story.
 * @returns false if the story has not moved
 */
function redirected(
  { response, milliseconds }: Exchange,
  result: DocumentResult,
  addressOf: (slug: string) => string,
): boolean {
  if (!('slug' in result)) return false;
  // A redirect of a story is valid as long as the story is visible: it is cached no longer than a page.
  response.set('Cache-Control', cacheControl(resourceOf('article').lifetime, milliseconds));
  response.redirect(301, addressOf(result.slug));
  return true;
}

/** Splits `some-story.newsml.xml` into the slug `some-story` and the format NewsML-G2. */
function representationIn(name: string): { slug?: string; format?: Format } {
  const format = formatByEnding(name);
  if (format !== undefined && format.article === undefined) return {};
  const slug = format === undefined ? name : name.slice(0, -format.extension.length);
  return isSlug(slug) ? defined({ slug, format }) : {};
}

/** Returns the data format that a client prefers to a page; `undefined` for all other clients. */
function negotiated(request: Request): Format | undefined {
  const types = ARTICLE_FORMATS.map(({ mediaType }) => mediaType);
  const best = request.accepts(['text/html', ...types]);
  return ARTICLE_FORMATS.find(({ mediaType }) => mediaType === best);
}
