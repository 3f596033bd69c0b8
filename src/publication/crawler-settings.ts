import { z } from 'zod';
import { url } from '../article/fields.ts';

const path = z
  .string()
  .max(300)
  .regex(/^\/[\w~!$&'()*+,;=:@%./-]*$/, 'is not a path such as /archive/');
const access = z.enum(['allow', 'disallow']);

/** Crawler rules (RFC 9309). */
export const crawlersSchema = z.strictObject({
  search: access.default('allow').describe('Search engines and AI search'),
  training: access
    .optional()
    .describe('Crawlers that collect for the training of models; follows `rights.dataMining` if absent'),
  user: access.default('allow').describe('Assistants that fetch a page on request of a user'),
  extensions: z
    .boolean()
    .default(true)
    .describe(
      'Whether robots.txt has the lines `Content-Usage` (AIPREF) and `License` (RSL), which some audits do not know',
    ),
  disallow: z.array(path).max(100).default([]).describe('Paths that no crawler should visit'),
  groups: z
    .array(
      z.strictObject({
        agents: z
          .array(z.string().regex(/^[A-Za-z0-9_.-]{1,60}$/, 'is not the name of a crawler'))
          .min(1)
          .describe('Names of the crawlers (User-agent)'),
        allow: z.array(path).max(100).default([]).describe('Allowed paths'),
        disallow: z.array(path).max(100).default([]).describe('Disallowed paths'),
      }),
    )
    .max(50)
    .default([])
    .describe('Rules for crawlers by name; such a group replaces all other rules'),
});

const sites = z.array(url).max(100).default([]);

/** Memberships of the publisher, for `trust.txt`; the names are those of its specification. */
export const trustSchema = z.strictObject({
  member: sites.describe('Members of this organisation'),
  belongto: sites.describe('Organisations to which it belongs'),
  control: sites.describe('Sites that it controls'),
  controlledby: sites.describe('Its controlling organisations'),
  vendor: sites.describe('Its vendors'),
  customer: sites.describe('Its customers'),
});
