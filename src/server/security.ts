import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** A story's pictures may be on other hosts over https; nothing else is loaded from other origins. */
const PAGES = {
  defaultSrc: ["'none'"],
  imgSrc: ["'self'", 'https:', 'data:'],
  mediaSrc: ["'self'", 'https:'],
  styleSrc: ["'self'"],
  // One script of Dateline copies the addresses of feeds.
  scriptSrc: ["'self'"],
  // Pages may read their own site, as audits and scripts of the publication do.
  connectSrc: ["'self'"],
  manifestSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'self'"],
};

/** Sets security headers on every response. */
export function securityHeaders(isHttps: boolean): RequestHandler {
  return helmet({
    contentSecurityPolicy: { useDefaults: false, directives: PAGES },
    // Feeds and pictures may be embedded elsewhere.
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
    strictTransportSecurity: isHttps ? { maxAge: 31_536_000 } : false,
  });
}

/** A file of the media folder opened by itself must not run scripts. */
export const MEDIA_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/** True for one Host header at most. Node accepts two; RFC 9112, section 3.2, requires 400. */
export function hasOneHost(rawHeaders: readonly string[]): boolean {
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index];
    if (name?.length === 4 && name.toLowerCase() === 'host') count++;
  }
  return count <= 1;
}

/** Allows reads from pages of other sites, with the headers that clients need. */
export const CROSS_ORIGIN = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'ETag, Last-Modified, Link, Content-Length',
} as const;
