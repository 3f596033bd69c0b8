import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** A story's pictures may be elsewhere, as long as they come over https; nothing else is loaded from anywhere. */
const PAGES = {
  defaultSrc: ["'none'"],
  imgSrc: ["'self'", 'https:', 'data:'],
  mediaSrc: ["'self'", 'https:'],
  styleSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'self'"],
};

/** Security headers for every answer. */
export function securityHeaders(isHttps: boolean): RequestHandler {
  return helmet({
    contentSecurityPolicy: { useDefaults: false, directives: PAGES },
    // Feeds and pictures are there to be shown elsewhere.
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
    strictTransportSecurity: isHttps ? { maxAge: 31_536_000 } : false,
  });
}

/** A file of the media folder opened by itself runs nothing, whatever is in it. */
export const MEDIA_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/** Node takes a request with two Host headers; RFC 9112, section 3.2, says 400. */
export function hasOneHost(rawHeaders: readonly string[]): boolean {
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index];
    if (name?.length === 4 && name.toLowerCase() === 'host') count++;
  }
  return count <= 1;
}

/** What anybody may read from a page of another site, and which headers tell it what it needs. */
export const CROSS_ORIGIN = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'ETag, Last-Modified, Link, Content-Length',
} as const;
