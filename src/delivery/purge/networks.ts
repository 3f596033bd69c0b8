import type { PurgeSettings } from '../../publication/purge-settings.ts';
import { withoutTrailing } from '../../text/without-trailing.ts';
import type { OutboundRequest } from '../outbound.ts';

/** A call that purges tags. */
interface PurgeCall {
  /** Largest number of tags in one call. */
  readonly most: number;
  /** Returns the request for some tags. */
  readonly request: (settings: PurgeSettings, token: string, tags: readonly string[]) => OutboundRequest;
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** The calls of each network, as data (documentation of November 2026). */
export const NETWORKS: Readonly<Record<PurgeSettings['network'], PurgeCall>> = {
  // https://www.fastly.com/documentation/reference/api/purging/ (bulk purge by surrogate keys)
  fastly: {
    most: 256,
    request: ({ id, url = 'https://api.fastly.com' }, token, tags) => ({
      url: `${withoutTrailing(url, '/')}/service/${id}/purge`,
      headers: { 'fastly-key': token, 'surrogate-key': tags.join(' ') },
      body: '',
    }),
  },
  // https://developers.cloudflare.com/api/resources/cache/methods/purge/
  cloudflare: {
    most: 30,
    request: ({ id, url = 'https://api.cloudflare.com' }, token, tags) => ({
      url: `${withoutTrailing(url, '/')}/client/v4/zones/${id}/purge_cache`,
      headers: { ...JSON_TYPE, authorization: `Bearer ${token}` },
      body: JSON.stringify({ tags }),
    }),
  },
  // https://docs.bunny.net/reference/pullzonepublic_purgecachepostbytag
  bunny: {
    most: 1,
    request: ({ id, url = 'https://api.bunny.net' }, token, [tag = '']) => ({
      url: `${withoutTrailing(url, '/')}/pullzone/${id}/purgeCache`,
      headers: { ...JSON_TYPE, accesskey: token },
      body: JSON.stringify({ CacheTag: tag }),
    }),
  },
  // https://github.com/varnish/varnish-modules/blob/master/src/vmod_xkey.vcc
  varnish: {
    most: 50,
    request: ({ url = '' }, _token, tags) => ({ url, method: 'PURGE', headers: { 'xkey-purge': tags.join(' ') } }),
  },
};
