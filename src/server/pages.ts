import { type ResourceName, resourceOf } from '../addresses/resources.ts';
import { DELIVERY_RULES } from '../delivery/partners/delivery-rules.ts';
import { partnersWithStates } from '../delivery/partners/partner-states.ts';
import { documentOf } from '../documents/document.ts';
import type { DocumentResult } from '../documents/document-cache.ts';
import { ALL_STORIES } from '../feeds/address.ts';
import { pageNumberIn } from '../feeds/page-numbers.ts';
import { type FormatContext, settingsContext } from '../formats/format.ts';
import { MARKDOWN_EXTENSION } from '../formats/markdown/index.ts';
import { apiPage } from '../pages/api-page.ts';
import { archiveMarkdown, archivePage } from '../pages/archive-page.ts';
import { feedsPage } from '../pages/feeds-page.ts';
import { frontPage } from '../pages/front-page.ts';
import { partnersPage } from '../pages/partners-page.ts';
import { aboutPage, deliveriesPage, statusPage } from '../pages/plain-pages.ts';
import { receivingPage } from '../pages/receiving-page.ts';
import { searchPage } from '../pages/search-page.ts';
import { API_PATH } from './api/address.ts';
import { openApi } from './api/openapi.ts';
import { OPERATIONS } from './api/operations.ts';
import { type Handler, type Handlers, notFound, reply, type ServerContext } from './context.ts';
import { type Exchange, parameter } from './exchange.ts';
import { storedFront } from './stored-front.ts';

const PERIOD = /^\d{4}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?$/;
const VOCABULARY = /^[a-z0-9./-]{1,200}$/;
const MAX_SEARCH_LENGTH = 200;
const MAX_DELIVERIES = 200;
const NOINDEX = { 'X-Robots-Tag': 'noindex' };

type FixedPage = 'front' | 'feeds' | 'archive' | 'archivePeriod' | 'search' | 'vocabulary';
type SettingsPage = 'about' | 'partners' | 'partnerGuide' | 'partnerProfile' | 'apiDocs' | 'openApi';

/** Handlers of the pages for people, and of the vocabularies and API documentation that they link to. */
export function pageHandlers(context: ServerContext): Handlers<FixedPage | SettingsPage | 'deliveries' | 'status'> {
  return { ...storyPages(context), ...settingsPages(context), ...operatorPages(context) };
}

function storyPages(context: ServerContext): Handlers<FixedPage> {
  const { documents } = context;
  const send = (exchange: Exchange, resource: ResourceName, result: DocumentResult): Promise<void> =>
    reply(context, exchange, { result, lifetime: resourceOf(resource).lifetime });
  return {
    front: async (exchange) => {
      const order = await storedFront(context.store);
      return send(exchange, 'front', await documents.front.get(frontPage, exchange.now, order));
    },
    feeds: async (exchange) => {
      const result = await documents.feeds.page(ALL_STORIES, 'feeds', { page: feedsPage, now: exchange.now });
      return send(exchange, 'feeds', result);
    },
    archive: async (exchange) => {
      return send(exchange, 'archive', await documents.calendar.get({ name: '', page: 1 }, archivePage, exchange.now));
    },
    archivePeriod: (exchange) => sendArchive(context, exchange),
    search: async (exchange) => {
      const words = String(exchange.request.query.q ?? '').slice(0, MAX_SEARCH_LENGTH);
      const page = pageNumberIn(exchange.request.query.page);
      if (page === undefined) return notFound(context, exchange);
      const result = await documents.search.get({ words, page }, searchPage, exchange.now);
      return reply(context, exchange, { result, lifetime: 0, headers: NOINDEX });
    },
    // The addresses of our scheme URIs: a scheme ends in a slash, followed by its codes.
    vocabulary: async (exchange) => {
      const path = parameter(exchange, 'path');
      if (!VOCABULARY.test(path)) return notFound(context, exchange);
      const result = await documents.settings.vocabulary(path, exchange.now);
      return reply(context, exchange, { result, lifetime: resourceOf('vocabulary').lifetime, headers: NOINDEX });
    },
  };
}

/** Sends a month or a day of the archive, or a further page of a day; a day also as Markdown. */
async function sendArchive(context: ServerContext, exchange: Exchange): Promise<void> {
  const { documents } = context;
  const segments = [parameter(exchange, 'period'), parameter(exchange, 'page')].filter((segment) => segment !== '');
  const last = segments.at(-1) ?? '';
  const isMarkdown = last.endsWith(MARKDOWN_EXTENSION);
  if (isMarkdown) segments[segments.length - 1] = last.slice(0, -MARKDOWN_EXTENSION.length);
  const [name = '', written] = segments;
  const page = pageNumberIn(written);
  const isOffered = isMarkdown ? documents.site.publication.markdown && name.length === 10 : true;
  // The first page has one address.
  if (!PERIOD.test(name) || page === undefined || written === '1' || !isOffered) return notFound(context, exchange);
  const ending = isMarkdown ? { ending: MARKDOWN_EXTENSION } : {};
  const made = isMarkdown ? archiveMarkdown : archivePage;
  const result = await documents.calendar.get({ name, page, ...ending }, made, exchange.now);
  const headers = isMarkdown ? NOINDEX : {};
  return reply(context, exchange, { result, lifetime: resourceOf('archivePeriod').lifetime, headers });
}

/** Renders the text of a page from settings and the parameters of the address; `undefined` for 404. */
type PageText = (context: FormatContext, profile: string) => string | undefined;

function settingsPages(context: ServerContext): Handlers<SettingsPage> {
  const page = (resource: SettingsPage, textOf: PageText, mediaType = 'text/html'): Handler => {
    return async (exchange) => {
      const profile = parameter(exchange, 'profile');
      const result = await context.documents.settings.render(`${resource} ${profile}`, exchange.now, (settings) => {
        const text = textOf(settings, profile);
        return text === undefined ? undefined : { text, mediaType };
      });
      return reply(context, exchange, { result, lifetime: resourceOf(resource).lifetime });
    };
  };
  return {
    about: page('about', (settings) => (settings.publication.about === undefined ? undefined : aboutPage(settings))),
    partners: page('partners', (settings) => partnersPage(settings, DELIVERY_RULES)),
    partnerGuide: page('partnerGuide', (settings) => receivingPage(settings)),
    partnerProfile: page('partnerProfile', (settings, profile) => receivingPage(settings, profile)),
    apiDocs: page('apiDocs', (settings) => apiPage(settings, { basePath: API_PATH, operations: OPERATIONS })),
    openApi: page(
      'openApi',
      ({ addresses, release }) => JSON.stringify(openApi(addresses.base, release)),
      'application/json',
    ),
  };
}

function operatorPages(context: ServerContext): Handlers<'deliveries' | 'status'> {
  const { documents, store, files } = context;
  const send = (exchange: Exchange, text: string): Promise<void> => {
    const result = documentOf({ text, mediaType: 'text/html' });
    return reply(context, exchange, { result, lifetime: 0, isPrivate: true, headers: NOINDEX });
  };
  return {
    deliveries: async (exchange) => {
      const overview = {
        partners: await partnersWithStates(store, exchange.now),
        messages: await store.ledgerFigures.newest(MAX_DELIVERIES),
        topics: await store.subscriptions.summary(),
        hubs: await store.watchedHubs.list(),
        submissions: await store.deliveries.newest(MAX_DELIVERIES),
      };
      return send(exchange, deliveriesPage(settingsContext(documents.site), overview));
    },
    status: async (exchange) => send(exchange, statusPage(settingsContext(documents.site), await files())),
  };
}
