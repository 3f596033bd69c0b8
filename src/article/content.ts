import { z } from 'zod';
import { eventSchema, organisationSchema, personSchema, placeSchema } from './entity.ts';
import { instant, language, line, opaqueId, slug, text, url } from './fields.ts';
import { mediaSchema } from './media.ts';
import { partySchema, sourceSchema } from './party.ts';
import { digitalSourceType, rightsSchema } from './rights.ts';

/** An IPTC Media Topic code, with or without the prefix `medtop:`; stored without. */
const mediaTopic = z
  .string()
  .overwrite((code) => code.replace(/^medtop:/, ''))
  .regex(/^\d{8}$/, 'is not a code of IPTC Media Topics such as medtop:20000065');

/** Content warnings (http://cv.iptc.org/newscodes/contentwarning/). */
export const CONTENT_WARNINGS = [
  'death',
  'drugUse',
  'fantasyViolence',
  'flashingLights',
  'language',
  'nudity',
  'PII',
  'sexuality',
  'suffering',
  'violence',
] as const;
export type ContentWarning = (typeof CONTENT_WARNINGS)[number];

/**
 * The subtypes of NewsArticle (https://schema.org/NewsArticle). All are pending in schema.org, so NewsArticle is always
 * stated first.
 */
export const NEWS_TYPES = [
  'AnalysisNewsArticle',
  'AskPublicNewsArticle',
  'BackgroundNewsArticle',
  'OpinionNewsArticle',
  'ReportageNewsArticle',
  'ReviewNewsArticle',
] as const;

const relatedSchema = z
  .strictObject({
    relation: z.enum(['seeAlso', 'previous', 'translationOf', 'basedOn', 'cites']).default('seeAlso'),
    article: opaqueId.optional().describe('The id of a story of this publication'),
    url: url.optional().describe('The address of a story elsewhere'),
    title: line(300).optional().describe('The title of a story elsewhere'),
  })
  .refine((related) => (related.article === undefined) !== (related.url === undefined), {
    message: 'names a story by `article` (its id) or by `url`: exactly one of them',
  })
  .refine((related) => related.url === undefined || related.title !== undefined, {
    path: ['title'],
    message: 'is missing: a story elsewhere needs its title',
  });
export type Related = z.output<typeof relatedSchema>;

const liveUpdateSchema = z.strictObject({
  id: slug.describe('Names the update within its story; never changed'),
  at: instant,
  headline: line(300).optional(),
  body: z.string().describe('Clean HTML'),
});
export type LiveUpdate = z.output<typeof liveUpdateSchema>;

const liveSchema = z.strictObject({
  starts: instant,
  ends: instant.optional(),
  updates: z.array(liveUpdateSchema).max(5000).default([]),
});

/** The fields that an editor writes, in the order of an editor's work. */
export const contentFields = {
  slug: slug.describe('The last part of the address'),
  language: language.describe('The language of headline and body'),
  direction: z.enum(['ltr', 'rtl']).optional().describe('The way the text runs; by its language if absent'),
  headline: line(300),
  headlines: z
    .array(z.strictObject({ role: z.enum(['seo', 'short', 'social', 'print', 'kicker']), text: line(300) }))
    .max(20)
    .default([])
    .describe('Other headlines by the place they are for'),
  standfirst: text(2000).optional().describe('The sentence below the headline'),
  slugline: line(120).optional().describe('The working name of the story on the wire'),
  dateline: z
    .strictObject({ place: line(120), text: line(200).optional() })
    .optional()
    .describe('Where it was written: the place, and the line in full where it differs'),
  section: slug.describe('The key of a section in publication.yaml'),
  genre: z
    .string()
    .regex(/^[A-Za-z_]{1,60}$/)
    .optional()
    .describe('A code of IPTC Genre such as Current or Analysis'),
  urgency: z.int().min(1).max(9).optional().describe('1 is the most urgent'),
  keywords: z.array(line(120)).max(50).default([]),
  subjects: z.array(mediaTopic).max(30).default([]).describe('IPTC Media Topics'),
  people: z.array(personSchema).max(100).default([]),
  organisations: z.array(organisationSchema).max(100).default([]),
  places: z.array(placeSchema).max(100).default([]),
  events: z.array(eventSchema).max(100).default([]),
  bylines: z.array(partySchema).max(30).default([]),
  contributors: z.array(partySchema).max(30).default([]),
  sources: z.array(sourceSchema).max(30).default([]),
  body: z.string().max(2_000_000, 'is longer than 2,000,000 characters').describe('Sanitized semantic HTML'),
  media: z.array(mediaSchema).max(100).default([]),
  related: z.array(relatedSchema).max(50).default([]),
  series: z.strictObject({ name: line(200), position: z.int().positive().optional() }).optional(),
  live: liveSchema.optional().describe('A page that is added to while something happens'),
  canonical: z
    .strictObject({ url, name: line(300).optional().describe('Whose story it is') })
    .optional()
    .describe('Where the story belongs, if this is a copy: search engines are sent there'),
  newsType: z.enum(NEWS_TYPES).optional().describe('What kind of news it is, in the words of schema.org'),
  backstory: text(4000).optional().describe('How it was reported, in words for readers'),
  access: z.enum(['free', 'metered', 'paid']).default('free'),
  editorNote: text(20_000).optional().describe('For editors at partners, never for readers'),
  rights: rightsSchema.prefault({}),
  digitalSourceType: digitalSourceType.optional(),
  contentWarnings: z
    .array(z.enum(CONTENT_WARNINGS))
    .min(1, 'is empty: leave it out')
    .max(CONTENT_WARNINGS.length)
    .optional()
    .describe('What some readers or listeners should be spared (IPTC content warnings)'),
  created: instant.optional().describe('When the first version was written, if earlier than its publication'),
  expires: instant.optional().describe('When it is no longer of interest: it leaves every feed, its page stays'),
  embargo: z
    .strictObject({ until: instant.optional(), condition: line(300).optional() })
    // Cache lifetimes end on full minutes, so that no header reveals an embargo (law 6 of the life cycle).
    .refine(({ until }) => until === undefined || until.endsWith(':00Z'), {
      path: ['until'],
      message: 'is no full minute',
    })
    .optional()
    .describe('For partners with embargo rights; nobody else sees the story before'),
  feedId: opaqueId.optional().describe('The guid it had in an earlier system, kept so that no reader sees it again'),
  source: z
    .strictObject({ provider: line(300), guid: opaqueId, version: z.int().nonnegative().optional() })
    .optional()
    .describe('For a story that came from outside: only the same provider may change it'),
} as const;
