import type { NextFunction, Request, Response } from 'express';
import { pathOf } from '../addresses/paths.ts';
import { resourceOf } from '../addresses/resources.ts';
import { usualExtension } from '../feeds/address.ts';
import type { ServerContext } from './context.ts';

/** Redirects to another spelling of an address never change. */
export const REDIRECT_CACHING = `public, max-age=${resourceOf('usualFeed').lifetime}`;

/** A path on this site with one slash at its end: never the beginning of another host's address. */
const SLASH_AT_END = /^(\/[^/\\][^\\]*[^/\\]|\/[^/\\])\/$/;

/** Addresses of schemes, which end in a slash. */
const SCHEMES = pathOf('vocabulary', { path: '' });

/**
 * Redirects the spellings of addresses that other systems use: one slash at the end, and the parameter `feed` of the
 * front page (`/?feed=rss2`).
 */
export function usualAddresses({ documents }: ServerContext) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const { path, originalUrl, query } = request;
    const start = originalUrl.indexOf('?');
    const search = start < 0 ? '' : originalUrl.slice(start);
    const [, bare] = SLASH_AT_END.exec(path) ?? [];
    if (bare !== undefined && !path.startsWith(SCHEMES)) redirect(response, `${bare}${search}`);
    else if (path === '/' && typeof query.feed === 'string')
      redirect(response, documents.site.addresses.feed('all', usualExtension(query.feed)));
    else next();
  };
}

function redirect(response: Response, location: string): void {
  response.status(301).set({ 'Cache-Control': REDIRECT_CACHING, Location: location }).end();
}
