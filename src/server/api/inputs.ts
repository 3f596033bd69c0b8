import { z } from 'zod';
import { CHANGE_KINDS, changeSchema } from '../../article/change.ts';
import { instant, line } from '../../article/fields.ts';

/** The step that a story is handed in with; the time is that of the request. */
export const changeInput = changeSchema.omit({ at: true });

/** The steps that have an address. */
export const STEPS = [...CHANGE_KINDS, 'embargo', 'release'] as const;
export type StepName = (typeof STEPS)[number];

/** What a step is sent with, beside the fields of the story that change with it. */
export const stepInput = changeInput.omit({ kind: true }).extend({
  article: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('Fields of the story that are new; null takes one away'),
});

/** What an embargo is set with: an hour, a condition or both; neither is an embargo until further notice. */
export const embargoInput = z.strictObject({
  until: instant.optional(),
  condition: line(300).optional(),
  lift: z.literal(true).optional().describe('End it now'),
});

/** The types that stories come in. */
export const STORY_TYPES = ['application/json', 'text/markdown', 'text/plain'] as const;

/** What agencies and other publishers send, beside ninjs, which is JSON and known by its names. */
export const WIRE_TYPES = [
  'application/vnd.iptc.g2.newsitem+xml',
  'application/vnd.iptc.g2.packageitem+xml',
  'application/vnd.iptc.g2.newsmessage+xml',
  'application/nitf+xml',
  'application/rss+xml',
  'application/atom+xml',
  'application/xml',
  'text/xml',
] as const;
