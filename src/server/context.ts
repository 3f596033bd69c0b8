import type { OutgoingHttpHeaders } from 'node:http';
import type { Logger } from 'pino';
import type { ResourceName } from '../addresses/resources.ts';
import type { Readiness } from '../archive/readiness.ts';
import type { Store } from '../archive/store.ts';
import type { Rendition } from '../article/media.ts';
import type { Hub } from '../delivery/websub/hub.ts';
import type { HubWatch } from '../delivery/websub/hub-watch.ts';
import type { DocumentResult } from '../documents/document-cache.ts';
import type { Documents } from '../documents/documents.ts';
import { type Site, settingsContext } from '../formats/format.ts';
import type { FileStatus } from '../pages/plain-pages.ts';
import { errorPage } from '../pages/plain-pages.ts';
import { defined } from '../text/defined.ts';
import type { CachedResponses } from './cached-responses.ts';
import type { Exchange } from './exchange.ts';
import { type Problem, problemOf, sendProblem } from './problem.ts';
import { type SendOptions, sendDocument, type TagsOf } from './send-document.ts';

/** Looks up files of the media folder; a name that points outside has no file. */
export interface MediaFiles {
  readonly folder: string;
  /** The real path of a file. */
  pathOf(name: string): string | undefined;
  summary(name: string): Pick<Rendition, 'type' | 'bytes'> | undefined;
  etag(name: string): Promise<string | undefined>;
}

/** Dependencies of the server. */
export interface ServerContext {
  readonly documents: Documents;
  readonly store: Store;
  /** The media folder of the content folder. */
  readonly mediaFiles: MediaFiles;
  readonly log: Logger;
  /** Returns the current time in milliseconds. */
  readonly clock: () => number;
  /** Checks that requests can be handled: not while the server starts or stops. */
  readonly readiness: () => Promise<Readiness>;
  /** Returns the states of content files; shown to developers alone. */
  readonly files: () => Promise<readonly FileStatus[]>;
  /** True for a developer's server, which opens the pages for editors to every request. */
  readonly dev: boolean;
  /** Aborted when the server shuts down: streams end then. */
  readonly stopping: AbortSignal;
  /** Returns the headers that name what a document shows; none if absent. */
  readonly tagsOf?: TagsOf;
  /** The hub for our own feeds; none if absent. */
  readonly hub?: Pick<Hub, 'accept'>;
  /** Takes requests of a hub of others; none if absent. */
  readonly hubWatch?: Pick<HubWatch, 'isOwn' | 'verified' | 'receive'>;
  /** Stores responses that can be repeated from memory. */
  readonly cachedResponses?: CachedResponses;
}

/** Handles the requests for one resource. */
export type Handler = (exchange: Exchange) => Promise<void> | void;

/** The handlers of some resources. */
export type Handlers<Name extends ResourceName> = Readonly<Record<Name, Handler>>;

/** Options of a response with a document. */
export interface ReplyOptions extends Omit<SendOptions, 'milliseconds' | 'onHeaders' | 'tagsOf'> {
  /** Key of the document in the cache, if every request for this address gets it. */
  readonly key?: string;
}

/** Responds with a document, or with a problem if there is none. */
export async function reply(
  context: ServerContext,
  exchange: Exchange,
  { result, key, ...options }: ReplyOptions & { readonly result: DocumentResult },
): Promise<void> {
  if (!('bytes' in result)) return refuse(context, exchange, problemOf(result.status === 301 ? 404 : result.status));
  const { request, milliseconds } = exchange;
  const onHeaders = (headers: OutgoingHttpHeaders): void => {
    if (key === undefined) return;
    const inputs = { key, route: request.route?.path, lifetime: options.lifetime, headers };
    context.cachedResponses?.store(request.originalUrl, result, inputs);
  };
  await sendDocument(exchange, result, { ...options, onHeaders, milliseconds, ...defined({ tagsOf: context.tagsOf }) });
}

/** Responds with a problem. */
export function refuse({ documents }: ServerContext, { request, response }: Exchange, problem: Problem): void {
  sendProblem({ request, response }, problem, (it) => cachedErrorPage(documents.site, it));
}

/** Error pages by problem, for each state of the settings: a crawler requests thousands of absent addresses. */
const errorPages = new WeakMap<Site, Map<string, string>>();

/** Largest number of cached error pages; a detail may quote the request. */
const MAX_ERROR_PAGES = 100;

function cachedErrorPage(site: Site, problem: Problem): string {
  const pages = errorPages.get(site) ?? new Map<string, string>();
  errorPages.set(site, pages);
  const key = `${problem.status} ${problem.detail}`;
  const cached = pages.get(key);
  if (cached !== undefined) return cached;
  const page = errorPage(settingsContext(site), problem);
  if (pages.size < MAX_ERROR_PAGES) pages.set(key, page);
  return page;
}

/** Responds 404. */
export function notFound(context: ServerContext, exchange: Exchange): void {
  refuse(context, exchange, problemOf(404));
}
