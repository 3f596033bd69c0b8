import { z } from 'zod';
import { CHANGE_KINDS, changeSchema } from '../../article/change.ts';
import { instant, line } from '../../article/fields.ts';

/** The transition with which a story is submitted; its time is that of the request. */
export const changeInput = changeSchema.omit({ at: true });

/** The transitions that have an address. */
export const STEPS = [...CHANGE_KINDS, 'embargo', 'release'] as const;
export type StepName = (typeof STEPS)[number];

/** The input of a transition, besides the fields of the story that change with it. */
export const stepInput = changeInput.omit({ kind: true }).extend({
  article: z.record(z.string(), z.unknown()).optional().describe('Changed fields of the story; null removes one'),
});

/** The input for an embargo: a time, a condition or both; neither is an embargo until further notice. */
export const embargoInput = z.strictObject({
  until: instant.optional(),
  condition: line(300).optional(),
  lift: z.literal(true).optional().describe('End it now'),
});

/** Media types of stories. */
export const STORY_TYPES = ['application/json', 'text/markdown', 'text/plain'] as const;

/** Media types of wire documents, besides JSON and plain text, which are types of stories as well. */
export const WIRE_TYPES = [
  'application/vnd.iptc.g2.newsitem+xml',
  'application/vnd.iptc.g2.packageitem+xml',
  'application/vnd.iptc.g2.newsmessage+xml',
  'application/nitf+xml',
  'application/rss+xml',
  'application/atom+xml',
  'application/xml',
  'text/xml',
  'application/octet-stream',
] as const;
