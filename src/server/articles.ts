import express, { type Request } from 'express';
import type { DocumentResult } from '../documents/document-cache.ts';
import type { Format } from '../formats/format.ts';
import { ARTICLE_FORMATS, formatByEnding } from '../formats/index.ts';
import { newsmlG2 } from '../formats/newsml-g2/index.ts';
import { articlePage } from '../pages/article-page.ts';
import { LIFETIMES, type ServerContext } from './context.ts';
import { cacheControl } from './send-document.ts';

const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** Routes of a story's page, and of its other representations by extension. */
export function articleRoutes({ publisher, reply, now, clock }: ServerContext) {
  const router = express.Router({ caseSensitive: true, strict: true });
  router.get('/articles/:slug/media/:name', async (request, response) => {
    const { slug, name } = request.params;
    const key = name.endsWith(newsmlG2.extension) ? name.slice(0, -newsmlG2.extension.length) : '';
    const isAddress = SLUG.test(slug) && slug.length <= 80 && /^[0-9a-v]{10}$/.test(key);
    const answer = isAddress ? await publisher.media(slug, key, newsmlG2, now()) : ({ status: 404 } as const);
    if ('slug' in answer) {
      response.set('Cache-Control', cacheControl(LIFETIMES.page, clock()));
      return response.redirect(301, publisher.site.addresses.media(answer.slug, key));
    }
    return reply(request, response, answer, { lifetime: LIFETIMES.page, headers: { 'X-Robots-Tag': 'noindex' } });
  });
  router.get('/articles/:name', async (request, response) => {
    const { slug, format } = representationIn(request.params.name);
    if (slug === undefined) return reply(request, response, { status: 404 }, { lifetime: 0 });
    const { addresses } = publisher.site;
    const moved = (answer: DocumentResult): boolean => {
      if (!('slug' in answer)) return false;
      // A redirect of a story is valid as long as the story is visible: it is cached no longer than a page.
      response.set('Cache-Control', cacheControl(LIFETIMES.page, clock()));
      response.redirect(301, addresses.article(answer.slug, format?.extension));
      return true;
    };
    if (format !== undefined) {
      const headers = { 'X-Robots-Tag': 'noindex', Link: `<${addresses.article(slug)}>; rel="canonical"` };
      const answer = await publisher.article(slug, format, now());
      if (moved(answer)) return;
      return reply(request, response, answer, { lifetime: LIFETIMES.page, headers });
    }
    const answer = await publisher.articlePage(slug, articlePage, now());
    if (moved(answer)) return;
    const wanted = answer.status === 200 ? negotiated(request) : undefined;
    if (wanted !== undefined) {
      // CDNs distinguish responses by address alone, so each representation has an address of its own.
      response.set({ 'Cache-Control': 'no-store', Vary: 'Accept' });
      return response.redirect(303, addresses.article(slug, wanted.extension));
    }
    const Link = ARTICLE_FORMATS.map(
      ({ extension, mediaType }) => `<${addresses.article(slug, extension)}>; rel="alternate"; type="${mediaType}"`,
    ).join(', ');
    const headers: Record<string, string> = answer.status === 200 ? { Link } : {};
    return reply(request, response, answer, { lifetime: LIFETIMES.page, vary: ['Accept'], headers });
  });
  return router;
}

/** Splits `some-story.newsml.xml` into the slug `some-story` and the format NewsML-G2. */
function representationIn(name: string): { slug?: string; format?: Format } {
  const format = formatByEnding(name);
  if (format !== undefined && format.article === undefined) return {};
  const slug = format === undefined ? name : name.slice(0, -format.extension.length);
  if (slug.length > 80 || !SLUG.test(slug)) return {};
  return { slug, ...(format === undefined ? {} : { format }) };
}

/** Returns the data format that a client prefers to a page; `undefined` for all other clients. */
function negotiated(request: Request): Format | undefined {
  const types = ARTICLE_FORMATS.map(({ mediaType }) => mediaType);
  const best = request.accepts(['text/html', ...types]);
  return ARTICLE_FORMATS.find(({ mediaType }) => mediaType === best);
}
