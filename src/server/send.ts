import type { Request, Response } from 'express';
import type { Document, Encoding } from '../documents/document.ts';
import { toMilliseconds } from '../text/instant.ts';

/** How a document is to be answered with, beside what it says itself. */
export interface Answering {
  /** Caches may keep it until the next full number of these seconds; none at all for 0. */
  readonly lifetime: number;
  /** Further request headers that chose this document. */
  readonly vary?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  /** The present moment in milliseconds. */
  readonly now: number;
}

/** Below this, compression costs more than it saves. */
const WORTH_COMPRESSING = 1024;

/**
 * Sends a document, or 304 if the client has it: strong ETag for each encoding, `Last-Modified`, lifetimes that end on
 * full minutes so that no header tells of something that is due (law 6 of the life cycle).
 */
export async function sendDocument(
  request: Request,
  response: Response,
  document: Document,
  answering: Answering,
): Promise<void> {
  const encoding = encodingFor(request, document);
  const etag = document.etag(encoding);
  response.status(document.status).set({
    'Content-Type': isText(document.mediaType) ? `${document.mediaType}; charset=utf-8` : document.mediaType,
    'Cache-Control': cacheControl(document.status === 200 ? answering.lifetime : 0, answering.now),
    ETag: etag,
    Vary: ['Accept-Encoding', ...(answering.vary ?? [])].join(', '),
    ...answering.headers,
  });
  if (document.lastModified !== undefined) {
    response.set('Last-Modified', new Date(toMilliseconds(document.lastModified)).toUTCString());
  }
  if (document.links.length > 0) response.set('Link', document.links.join(', '));
  if (document.status === 200 && isFresh(request, etag, document)) {
    response.removeHeader('Content-Type');
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

/** @param lifetime in seconds; the kept answer ends with the next full multiple of it */
export function cacheControl(lifetime: number, now: number): string {
  if (lifetime === 0) return 'no-store';
  const left = lifetime - (Math.floor(now / 1000) % lifetime);
  return `public, max-age=${left}`;
}

function encodingFor(request: Request, document: Document): Encoding {
  // Without the header any encoding is allowed, but the readers that leave it out understand none (rss-parser).
  if (request.headers['accept-encoding'] === undefined || document.size < WORTH_COMPRESSING) return 'identity';
  const best = request.acceptsEncodings(['br', 'gzip', 'identity']);
  return best === 'br' || best === 'gzip' ? best : 'identity';
}

/** RFC 9110, section 13.2.2: If-None-Match decides alone where it is there. */
function isFresh(request: Request, etag: string, document: Document): boolean {
  const noneMatch = request.headers['if-none-match'];
  if (noneMatch !== undefined) return matches(noneMatch, etag);
  const since = Date.parse(request.headers['if-modified-since'] ?? '');
  return document.lastModified !== undefined && toMilliseconds(document.lastModified) <= since;
}

/** Weak comparison (section 8.8.3.2); Apache's `-gzip` and a lost ending of ours are let pass. */
function matches(noneMatch: string, etag: string): boolean {
  if (noneMatch.trim() === '*') return true;
  const bare = (tag: string): string =>
    tag
      .trim()
      .replace(/^W\//, '')
      .replace(/-gzip"$/, '"');
  const accepted = [etag, etag.replace(/-(gz|br)"$/, '"')];
  return noneMatch.split(',').some((tag) => accepted.includes(bare(tag)));
}
