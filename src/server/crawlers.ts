import { type ResourceName, resourceOf } from '../addresses/resources.ts';
import type { SettingsDocumentName } from '../documents/settings-documents.ts';
import { licencePage } from '../pages/licence-page.ts';
import { type Handler, type Handlers, notFound, reply, type ServerContext } from './context.ts';
import { parameter } from './exchange.ts';

const SITEMAP_NAME = /^(?:pages|\d{4}-\d{2}(?:-\d{2}(?:T\d{2})?)?)$/;

type CrawlerResource =
  | SettingsDocumentName
  | 'robots'
  | 'licence'
  | 'sitemapIndex'
  | 'newsSitemap'
  | 'sitemap'
  | 'indexNowKey';

/** Handlers for crawlers: rules, sitemaps, and the licence for machines in each of its forms. */
export function crawlerHandlers(context: ServerContext): Handlers<CrawlerResource> {
  const { documents } = context;
  const settings = (name: SettingsDocumentName): Handler => {
    const headers = name === 'opml' ? { 'X-Robots-Tag': 'noindex' } : {};
    return async (exchange) => {
      const result = await documents.settings.get(name, exchange.now);
      return reply(context, exchange, { result, lifetime: resourceOf(name).lifetime, headers });
    };
  };
  const sitemap = (resource: ResourceName, nameOf: (written: string) => string): Handler => {
    return async (exchange) => {
      const name = nameOf(parameter(exchange, 'name'));
      const result = await documents.sitemaps.get(name, exchange.now);
      return reply(context, exchange, { result, lifetime: resourceOf(resource).lifetime });
    };
  };
  return {
    opml: settings('opml'),
    robots: async (exchange) => {
      const result = await documents.settings.robots(exchange.now);
      return reply(context, exchange, { result, lifetime: resourceOf('robots').lifetime });
    },
    licenceDocument: settings('licenceDocument'),
    tdmReservation: settings('tdmReservation'),
    tdmPolicy: settings('tdmPolicy'),
    trust: settings('trust'),
    apiCatalog: settings('apiCatalog'),
    securityTxt: settings('securityTxt'),
    webManifest: settings('webManifest'),
    licence: async (exchange) => {
      const page = { mediaType: 'text/html' };
      const result = await documents.settings.render('licence', exchange.now, (it) => ({
        ...page,
        text: licencePage(it),
      }));
      return reply(context, exchange, { result, lifetime: resourceOf('licence').lifetime });
    },
    sitemapIndex: sitemap('sitemapIndex', () => 'index'),
    newsSitemap: sitemap('newsSitemap', () => 'news'),
    sitemap: sitemap('sitemap', (written) => (SITEMAP_NAME.test(written) ? written : '')),
    // IndexNow: a file with its own name as content proves the ownership of the key.
    indexNowKey: async (exchange) => {
      const { key } = documents.site.publication.indexNow ?? {};
      if (key === undefined || parameter(exchange, 'key') !== key) return notFound(context, exchange);
      const result = await documents.settings.render('indexNowKey', exchange.now, () => ({
        text: key,
        mediaType: 'text/plain',
      }));
      return reply(context, exchange, { result, lifetime: resourceOf('indexNowKey').lifetime });
    },
  };
}
