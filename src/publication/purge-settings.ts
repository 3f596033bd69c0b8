import { z } from 'zod';
import { line, url } from '../article/fields.ts';

/** Networks that purge by tag. */
export const PURGE_NETWORKS = ['fastly', 'cloudflare', 'bunny', 'varnish'] as const;

/** Settings for purging a network in front of the server after each change. */
export const purgeSchema = z
  .strictObject({
    network: z.enum(PURGE_NETWORKS).describe('The network; DATELINE_CACHE_TAGS has to name the same one'),
    id: line(100).optional().describe('Id of the service (Fastly), the zone (Cloudflare) or the pull zone (Bunny)'),
    url: url.optional().describe('Address for purging (Varnish), or another address of the API of a network'),
    tokenFrom: z
      .string()
      .regex(/^PURGE_[A-Z0-9_]{1,90}$/, 'is not the name of an environment variable that begins with PURGE_')
      .optional()
      .describe('Environment variable with the token of the API'),
  })
  .refine(({ network, id }) => network === 'varnish' || id !== undefined, {
    path: ['id'],
    message: 'is missing: name the service, the zone or the pull zone',
  })
  .refine(({ network, url: address }) => network !== 'varnish' || address !== undefined, {
    path: ['url'],
    message: 'is missing: name the address of Varnish',
  })
  .refine(({ network, tokenFrom }) => network === 'varnish' || tokenFrom !== undefined, {
    path: ['tokenFrom'],
    message: 'is missing: name the environment variable with the token',
  });
export type PurgeSettings = z.output<typeof purgeSchema>;
