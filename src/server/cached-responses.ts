import type { IncomingMessage, OutgoingHttpHeaders, RequestListener, ServerResponse } from 'node:http';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { Document, Encoding } from '../documents/document.ts';
import type { DocumentResult } from '../documents/document-cache.ts';
import { fromMilliseconds, type Instant } from '../text/instant.ts';
import { encodingFor } from './encoding.ts';
import { hasOneHost } from './security.ts';
import { BODY_HEADERS, cacheControl, isFresh } from './send-document.ts';

/** Largest number of cached addresses; each needs some kilobytes of headers besides its document. */
const MAX_ADDRESSES = 2_000;
const MAX_ADDRESS_LENGTH = 1024;
/** Interval at which cached responses are logged, in milliseconds. */
const LOG_INTERVAL_MS = 1000;

/** The inputs of the first response of an address. */
interface CachedResponse {
  /** A weak reference: a document dropped by its own cache is not kept alive here. */
  readonly document: WeakRef<Document>;
  /** Key of the document in the document cache. */
  readonly key: string;
  readonly log: Logger;
  readonly lifetime: number;
  /** Headers of every response with a body: names and values in turn, the fastest form for Node. */
  readonly whole: readonly string[];
  readonly notModified: readonly string[];
  /** Headers of one second by coding: within it they do not differ. */
  readonly thisSecond: Map<Encoding, Readonly<Record<200 | 304, string[]>>>;
  second: number;
  /** Responses that are not logged yet, by status. */
  readonly counts: Record<200 | 304, number>;
}

/** Inputs for caching a response. */
export interface ResponseInputs {
  readonly key: string;
  readonly route: unknown;
  readonly lifetime: number;
  readonly headers: OutgoingHttpHeaders;
}

interface CachedResponsesDeps {
  readonly log: Logger;
  readonly clock: () => number;
  /** Returns the cached value of a key if it is valid at an instant; never queries the archive. */
  readonly current: (key: string, now: Instant) => DocumentResult | undefined;
}

/**
 * Serves cached documents before Express: the second and every further response of an address, while its document is
 * valid. Headers are those of the first response, which went through Express; the parts that vary by request (coding,
 * remaining lifetime, conditional headers) are computed by the same functions. Every other request is left to Express.
 */
export class CachedResponses {
  readonly #cached = new LRUCache<string, CachedResponse>({ max: MAX_ADDRESSES });
  readonly #deps: CachedResponsesDeps;
  /** Entries with responses that are not logged yet. */
  readonly #unlogged = new Set<CachedResponse>();
  #timer: NodeJS.Timeout | undefined;
  #second = -1;
  #instant = '' as Instant;

  constructor(deps: CachedResponsesDeps) {
    this.#deps = deps;
  }

  /** Returns a request listener; requests that are not cached go on to `next`. */
  before(next: RequestListener): RequestListener {
    return (request, response) => {
      if (!this.#handle(request, response)) next(request, response);
    };
  }

  /** Stores the inputs of an address's response. */
  store(address: string, document: Document, { key, route, lifetime, headers }: ResponseInputs): void {
    if (address.length > MAX_ADDRESS_LENGTH || document.status !== 200 || lifetime === 0) return;
    const pairs = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
    const isOfBody = (name: string): boolean => BODY_HEADERS.includes(name.toLowerCase());
    const whole = pairs.flat();
    const notModified = pairs.filter(([name]) => !isOfBody(name)).flat();
    const log = this.#deps.log.child({ method: 'GET', route });
    const entry = {
      document: new WeakRef(document),
      key,
      log,
      lifetime,
      whole,
      notModified,
      thisSecond: new Map(),
      second: -1,
      counts: { 200: 0, 304: 0 },
    };
    this.#cached.set(address, entry);
  }

  /** Returns true if the request was handled. */
  #handle(request: IncomingMessage, response: ServerResponse): boolean {
    const { method, url = '' } = request;
    if (method !== 'GET') return false;
    const cached = this.#cached.get(url);
    if (cached === undefined || !hasOneHost(request.rawHeaders)) return false;
    const { clock, current } = this.#deps;
    const now = clock();
    const document = cached.document.deref();
    if (document === undefined || current(cached.key, this.#at(now)) !== document) {
      this.#cached.delete(url);
      return false;
    }
    const encoding = encodingFor(request.headers['accept-encoding'], document);
    const bytes = document.ready(encoding);
    if (bytes === undefined) return false;
    this.#count(cached, write(response, cached, { request, document, encoding, bytes, now }));
    return true;
  }

  /** Logs the responses since the last call: one line for each address and status, with their number. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const { log, counts } of this.#unlogged) {
      for (const status of [200, 304] as const) {
        if (counts[status] > 0) log.info({ status, count: counts[status] }, 'request');
        counts[status] = 0;
      }
    }
    this.#unlogged.clear();
  }

  /** A line for each of thousands of requests a second would be the greatest cost of them. */
  #count(cached: CachedResponse, status: 200 | 304): void {
    cached.counts[status]++;
    if (cached.counts[200] + cached.counts[304] > 1) return;
    this.#unlogged.add(cached);
    this.#timer ??= setTimeout(() => this.flush(), LOG_INTERVAL_MS).unref();
  }

  /** Instants have a resolution of a second, and there are thousands of requests in one. */
  #at(now: number): Instant {
    const second = Math.floor(now / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#instant = fromMilliseconds(now);
    }
    return this.#instant;
  }
}

interface Writing {
  readonly request: IncomingMessage;
  readonly document: Document;
  readonly encoding: Encoding;
  readonly bytes: Buffer;
  readonly now: number;
}

function write(response: ServerResponse, cached: CachedResponse, { request, ...writing }: Writing): 200 | 304 {
  const { document, encoding, bytes } = writing;
  const headers = headersOf(cached, writing);
  if (isFresh(request, document.etag(encoding), document)) {
    response.writeHead(304, headers[304]).end();
    return 304;
  }
  response.writeHead(200, headers[200]).end(bytes);
  return 200;
}

function headersOf(
  cached: CachedResponse,
  { document, encoding, bytes, now }: Omit<Writing, 'request'>,
): Readonly<Record<200 | 304, string[]>> {
  const second = Math.floor(now / 1000);
  if (cached.second !== second) {
    cached.second = second;
    cached.thisSecond.clear();
  }
  const made = cached.thisSecond.get(encoding);
  if (made !== undefined) return made;
  const { lifetime, whole, notModified } = cached;
  const control = ['Cache-Control', cacheControl(lifetime, now), 'ETag', document.etag(encoding)];
  const encoded = encoding === 'identity' ? [] : ['Content-Encoding', encoding];
  const headers = {
    200: [...whole, ...control, ...encoded, 'Content-Length', String(bytes.length)],
    304: [...notModified, ...control],
  };
  cached.thisSecond.set(encoding, headers);
  return headers;
}
