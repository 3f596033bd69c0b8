import express from 'express';
import { documentOf } from '../documents/document.ts';
import { DISALLOW_ALL, robots } from '../formats/robots/index.ts';
import { RSL_TYPE, rslDocument } from '../formats/rsl/index.ts';
import { TDM_POLICY, tdmPolicy, tdmReservations } from '../formats/tdm/index.ts';
import { trust } from '../formats/trust/index.ts';
import { licencePage } from '../pages/licence-page.ts';
import { isLocal } from '../publication/addresses.ts';
import { hasRules, machineUses } from '../publication/machine-uses.ts';
import { formatContext, LIFETIMES, type ServerContext } from './context.ts';

const SITEMAP = /^\/sitemaps\/(?<name>pages|\d{4}-\d{2}(?:-\d{2}(?:T\d{2})?)?)\.xml$/;

/** Routes for crawlers: rules, sitemaps, and the licence for machines in each of its forms. */
export function crawlerRoutes(routing: ServerContext) {
  const { publisher, reply, now } = routing;
  const router = express.Router({ caseSensitive: true, strict: true });
  const text = (path: string | string[], mediaType: string, made: () => string): void => {
    router.get(path, async (request, response) => {
      const document = documentOf({ text: made(), mediaType, tags: ['settings'] });
      await reply(request, response, document, { lifetime: LIFETIMES.feed });
    });
  };
  const uses = () => machineUses(publisher.site.publication.rights);
  text('/robots.txt', 'text/plain', () =>
    isLocal(publisher.site.addresses.base) ? DISALLOW_ALL : robots(publisher.site),
  );
  router.get('/license.xml', async (request, response) => {
    const answer = hasRules(uses())
      ? documentOf({ text: rslDocument(uses(), '/'), mediaType: RSL_TYPE, tags: ['settings'] })
      : ({ status: 404 } as const);
    await reply(request, response, answer, { lifetime: LIFETIMES.feed });
  });
  text('/license', 'text/html', () => licencePage(formatContext(routing)));
  text('/.well-known/tdmrep.json', 'application/json', () => tdmReservations(uses(), publisher.site));
  text(TDM_POLICY, 'application/ld+json', () => tdmPolicy(publisher.site));
  text(['/trust.txt', '/.well-known/trust.txt'], 'text/plain', () => trust(publisher.site));
  router.get('/articles/:slug/license.xml', async (request, response) => {
    const answer = await publisher.licence(request.params.slug, now());
    if (answer.status === 301) return reply(request, response, { status: 404 }, { lifetime: 0 });
    return reply(request, response, answer, { lifetime: LIFETIMES.page });
  });
  // News is listed for two days after its first publication: the sitemap is cached no longer than a page.
  for (const [path, name] of [
    ['/sitemap.xml', 'index'],
    ['/sitemap-news.xml', 'news'],
  ] as const) {
    router.get(path, async (request, response) => {
      await reply(request, response, await publisher.sitemap(name, now()), { lifetime: LIFETIMES.page });
    });
  }
  router.get(SITEMAP, async (request, response) => {
    const answer = await publisher.sitemap(String(request.params.name), now());
    await reply(request, response, answer, { lifetime: LIFETIMES.feed });
  });
  // IndexNow: a file with its own name as content proves the ownership of the key.
  router.get('/:key.txt', async (request, response, next) => {
    const { key } = publisher.site.publication.indexNow ?? {};
    if (key === undefined || request.params.key !== key) return next();
    return reply(request, response, documentOf({ text: key, mediaType: 'text/plain' }), { lifetime: LIFETIMES.feed });
  });
  return router;
}
