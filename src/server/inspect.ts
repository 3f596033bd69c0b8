import express, { type RequestHandler } from 'express';
import { documentOf } from '../documents/document.ts';
import { previewOf } from '../documents/preview.ts';
import { articlePage } from '../pages/article-page.ts';
import { inspectPage } from '../pages/inspect-page.ts';
import { checkFormats } from '../preflight/check-stories.ts';
import { AUDIENCES, type AudienceName, checkPage } from '../preflight/search/index.ts';
import { readPage } from '../preflight/served-page.ts';
import type { ServerContext } from './context.ts';
import { STORED, sendStoredMedia } from './media.ts';
import { requireScope } from './require-scope.ts';
import { MEDIA_POLICY } from './security.ts';

/**
 * Routes that show a story as each audience gets it, also before publication: for developers and holders of a `write`
 * key.
 */
export function inspectRoutes(routing: ServerContext) {
  const { publisher, reply, now, store, dev, folder } = routing;
  const router = express.Router({ caseSensitive: true, strict: true });
  const anybody: RequestHandler = (_request, _response, next) => next();
  const editors = requireScope(routing, {
    scope: 'write',
    realm: 'Editors',
    refusal: 'Send a key with the scope `write` as the password; any name will do.',
  });
  const gate = dev ? [anybody] : editors;
  // Pictures of unpublished stories have addresses of their own behind the same authentication.
  router.get('/inspect/media/*path', ...gate, async (request, response) => {
    const name = [request.params.path].flat().join('/');
    const caching = 'private, no-store';
    if (STORED.test(name) && (await sendStoredMedia(routing, [request, response], name, caching))) return;
    const file = folder.file(name);
    if (file === undefined) return reply(request, response, { status: 404 }, { lifetime: 0 });
    response.set({ 'Content-Type': file.type, 'Content-Security-Policy': MEDIA_POLICY, 'Cache-Control': caching });
    response.sendFile(name, { root: folder.folder, cacheControl: false, lastModified: false, dotfiles: 'deny' });
  });
  router.get('/inspect/:slug', ...gate, async (request, response) => {
    const slug = String(request.params.slug);
    const article = await store.archive.articles.bySlug(slug);
    const deps = { archive: store.archive, site: publisher.site };
    const preview = article && (await previewOf(deps, article, { page: articlePage, instant: now() }));
    if (preview === undefined) return reply(request, response, { status: 404 }, { lifetime: 0 });
    const { story, context, html, url, headers } = preview;
    const page = readPage(html, url, headers);
    const names = Object.keys(AUDIENCES) as AudienceName[];
    const audiences = [
      ...names.map((name) => ({ name, findings: checkPage(name, { page, now: now() }) })),
      { name: 'formats', findings: checkFormats(story, context) },
    ];
    const text = inspectPage({ story, headers, audiences }, context);
    const document = documentOf({ text, mediaType: 'text/html' });
    return reply(request, response, document, { lifetime: 0, isPrivate: true, headers: { 'X-Robots-Tag': 'noindex' } });
  });
  return router;
}
