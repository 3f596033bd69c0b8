import { z } from 'zod';
import { url } from '../article/fields.ts';

const path = z
  .string()
  .max(300)
  .regex(/^\/[\w~!$&'()*+,;=:@%./-]*$/, 'is not a path such as /archive/');
const access = z.enum(['allow', 'disallow']);

/** Crawler rules (RFC 9309). */
export const crawlersSchema = z.strictObject({
  search: access.default('allow').describe('Search engines and answer engines'),
  training: access
    .optional()
    .describe('Who collects for the training of models; as `rights.dataMining` says if absent'),
  user: access.default('allow').describe('Assistants that fetch a page because somebody asks'),
  disallow: z.array(path).max(100).default([]).describe('Paths that nobody should crawl'),
  groups: z
    .array(
      z.strictObject({
        agents: z.array(z.string().regex(/^[A-Za-z_-]{1,60}$/, 'is no name of a crawler')).min(1),
        allow: z.array(path).max(100).default([]),
        disallow: z.array(path).max(100).default([]),
      }),
    )
    .max(50)
    .default([])
    .describe('Rules for crawlers by name; such a group takes the place of all other rules'),
});

const sites = z.array(url).max(100).default([]);

/** Memberships of the publisher, for `trust.txt`; the names are those of its specification. */
export const trustSchema = z.strictObject({
  member: sites,
  belongto: sites,
  control: sites,
  controlledby: sites,
  vendor: sites,
  customer: sites,
});
