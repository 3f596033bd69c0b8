import type { IncomingMessage } from 'node:http';
import type { Response } from 'express';
import type { Document } from '../documents/document.ts';
import { linkHeader } from '../documents/link-header.ts';
import { toMilliseconds } from '../text/instant.ts';
import { CACHE_TAG_HEADERS, type Tagged } from './cache-tags.ts';
import { encodingFor } from './encoding.ts';
import type { Exchange } from './exchange.ts';

/** Returns headers from what a document shows and depends on. */
export type TagsOf = (document: Tagged & Pick<Document, 'dependencies'>) => Record<string, string>;

/** Options of a response with a document. */
export interface SendOptions {
  /** Shared caches may keep it until the next full multiple of these seconds; not at all for 0. */
  readonly lifetime: number;
  /** Further request headers that selected this document. */
  readonly vary?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Instant of the request in milliseconds. */
  readonly milliseconds: number;
  /** True for a response that shared caches must not store. */
  readonly isPrivate?: boolean;
  /** Returns the headers that name what a document shows. */
  readonly tagsOf?: TagsOf;
  /** Called with the headers common to all responses with this document. */
  readonly onHeaders?: (headers: ReturnType<Response['getHeaders']>) => void;
}

/** Headers of the body alone, which a 304 does not have (RFC 9110, section 15.4.5), or that operate our caches. */
export const BODY_HEADERS: readonly string[] = ['content-type', ...CACHE_TAG_HEADERS.map((name) => name.toLowerCase())];

/**
 * Sends a document, or 304 if the client has it: strong ETag for each coding, `Last-Modified`, lifetimes that end on
 * full minutes so that no header reveals a scheduled transition (law 6 of the life cycle).
 */
export async function sendDocument(
  { request, response }: Pick<Exchange, 'request' | 'response'>,
  document: Document,
  options: SendOptions,
): Promise<void> {
  const { lifetime, milliseconds, isPrivate = false, vary = [], headers = {}, onHeaders, tagsOf } = options;
  const encoding = encodingFor(request.headers['accept-encoding'], document);
  const etag = document.etag(encoding);
  response.status(document.status).set({
    'Content-Type': isText(document.mediaType) ? `${document.mediaType}; charset=utf-8` : document.mediaType,
    Vary: ['Accept-Encoding', ...vary].join(', '),
    ...tagsOf?.(document),
    ...document.headers,
    ...headers,
    ...linkHeader(document.headers.Link, headers.Link),
  });
  if (document.lastModified !== undefined) {
    response.set('Last-Modified', new Date(toMilliseconds(document.lastModified)).toUTCString());
  }
  onHeaders?.(response.getHeaders());
  const control = isPrivate ? 'private, no-cache' : cacheControl(document.status === 200 ? lifetime : 0, milliseconds);
  response.set({ 'Cache-Control': control, ETag: etag });
  if (document.status === 200 && isFresh(request, etag, document)) {
    for (const name of BODY_HEADERS) response.removeHeader(name);
    response.status(304).end();
    return;
  }
  const bytes = await document.bytes(encoding);
  if (encoding !== 'identity') response.set('Content-Encoding', encoding);
  response.set('Content-Length', String(bytes.length));
  response.end(request.method === 'HEAD' ? undefined : bytes);
}

function isText(mediaType: string): boolean {
  return /^text\/|[/+](xml|json)$/.test(mediaType);
}

/**
 * Returns `Cache-Control` for shared caches.
 * @param lifetime in seconds; the response expires at the next full multiple of it
 */
export function cacheControl(lifetime: number, milliseconds: number): string {
  if (lifetime === 0) return 'no-store';
  const left = lifetime - (Math.floor(milliseconds / 1000) % lifetime);
  return `public, max-age=${left}`;
}

/** True if the client has the current version; If-None-Match takes precedence (RFC 9110, section 13.2.2). */
export function isFresh({ headers }: IncomingMessage, etag: string, { lastModified }: Document): boolean {
  const noneMatch = headers['if-none-match'];
  if (noneMatch !== undefined) return noneMatch === etag || matches(noneMatch, etag);
  const modifiedSince = headers['if-modified-since'];
  if (modifiedSince === undefined || lastModified === undefined) return false;
  return toMilliseconds(lastModified) <= Date.parse(modifiedSince);
}

/** Compares weakly (section 8.8.3.2); Apache's `-gzip` and a missing suffix are accepted. */
function matches(noneMatch: string, etag: string): boolean {
  if (noneMatch.trim() === '*') return true;
  const bare = (tag: string): string =>
    tag
      .trim()
      .replace(/^W\//, '')
      .replace(/-gzip"$/, '"');
  const accepted = [etag, etag.replace(/-(gz|br|zst)"$/, '"')];
  return noneMatch.split(',').some((tag) => accepted.includes(bare(tag)));
}
