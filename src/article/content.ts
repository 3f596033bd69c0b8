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
    relation: z
      .enum(['seeAlso', 'previous', 'translationOf', 'basedOn', 'cites'])
      .default('seeAlso')
      .describe('Relation of this story to the other'),
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
  at: instant.describe('Time of the update'),
  headline: line(300).optional().describe('Its headline'),
  body: z.string().describe('Clean HTML'),
});
export type LiveUpdate = z.output<typeof liveUpdateSchema>;

const liveSchema = z.strictObject({
  starts: instant.describe('Start of the coverage'),
  ends: instant.optional().describe('End of the coverage'),
  keyPoints: z.array(line(300)).max(10).optional().describe('The most important sentences, shown before the updates'),
  updates: z.array(liveUpdateSchema).max(5000).default([]).describe('The updates'),
});

/** The fields that an editor writes, in the order of an editor's work. */
export const contentFields = {
  slug: slug.describe('The last part of the address'),
  language: language.describe('The language of headline and body'),
  direction: z.enum(['ltr', 'rtl']).optional().describe('Text direction; derived from the language if absent'),
  headline: line(300).describe('The headline'),
  headlines: z
    .array(
      z.strictObject({
        role: z.enum(['seo', 'short', 'social', 'print', 'kicker']).describe('Its use'),
        text: line(300).describe('The headline'),
      }),
    )
    .max(20)
    .default([])
    .describe('Alternative headlines by use'),
  standfirst: text(2000).optional().describe('The sentence below the headline'),
  slugline: line(120).optional().describe('The working name of the story on the wire'),
  dateline: z
    .strictObject({
      place: line(120).describe('Name of the place'),
      text: line(200).optional().describe('The line before the text, if it is more than the place'),
    })
    .optional()
    .describe('The place of writing, and the full line if it differs'),
  section: slug.describe('The key of a section in publication.yaml'),
  genre: z
    .string()
    .regex(/^[A-Za-z_]{1,60}$/)
    .optional()
    .describe('A code of IPTC Genre such as Current or Analysis'),
  urgency: z.int().min(1).max(9).optional().describe('1 is the most urgent'),
  keywords: z.array(line(120)).max(50).default([]).describe('Keywords; each has a feed'),
  subjects: z.array(mediaTopic).max(30).default([]).describe('IPTC Media Topics'),
  people: z.array(personSchema).max(100).default([]).describe('Persons in the story'),
  organisations: z.array(organisationSchema).max(100).default([]).describe('Organisations in the story'),
  places: z.array(placeSchema).max(100).default([]).describe('Places in the story'),
  events: z.array(eventSchema).max(100).default([]).describe('Events in the story'),
  bylines: z.array(partySchema).max(30).default([]).describe('Authors'),
  contributors: z.array(partySchema).max(30).default([]).describe('Further people and organisations with a role'),
  creditLine: line(300)
    .optional()
    .describe('The credit line that must be shown with the text, such as that of an agency'),
  sources: z.array(sourceSchema).max(30).default([]).describe('Sources of the facts'),
  body: z.string().max(2_000_000, 'is longer than 2,000,000 characters').describe('Sanitized semantic HTML'),
  media: z.array(mediaSchema).max(100).default([]).describe('Pictures, videos and sounds; the first picture leads'),
  related: z.array(relatedSchema).max(50).default([]).describe('Other stories and pages'),
  series: z
    .strictObject({
      name: line(200).describe('Its name'),
      position: z.int().positive().optional().describe('Position in it, from 1'),
    })
    .optional()
    .describe('The series of the story'),
  live: liveSchema.optional().describe('Live coverage with its updates'),
  canonical: z
    .strictObject({
      url: url.describe('Its address'),
      name: line(300).optional().describe('Its publisher'),
    })
    .optional()
    .describe('Address of the original if this is a copy; it becomes the canonical link'),
  newsType: z.enum(NEWS_TYPES).optional().describe('Type of news in schema.org'),
  backstory: text(4000).optional().describe('How the story was reported, for readers'),
  access: z
    .enum(['free', 'metered', 'paid'])
    .default('free')
    .describe('Access for readers; `paid` ends the public text at `<!-- more -->`'),
  editorNote: text(20_000).optional().describe('For editors at partners, never for readers'),
  rights: rightsSchema.prefault({}).describe('Rights, if they differ from those of section and publication'),
  digitalSourceType: digitalSourceType.optional().describe('Origin of the text (IPTC)'),
  humanReview: z.boolean().optional().describe('Whether a person checked a text that was made with AI'),
  contentWarnings: z
    .array(z.enum(CONTENT_WARNINGS))
    .min(1, 'is empty: leave it out')
    .max(CONTENT_WARNINGS.length)
    .optional()
    .describe('Content warnings (IPTC)'),
  created: instant.optional().describe('Time of writing of the first version, if earlier than its publication'),
  expires: instant.optional().describe('End of interest: the story leaves every feed, its page stays'),
  embargo: z
    .strictObject({
      until: instant.optional().describe('Its end, a full minute'),
      condition: line(300).optional().describe('Its condition in words; an editor lifts it'),
    })
    // Cache lifetimes end on full minutes, so that no header reveals an embargo (law 6 of the life cycle).
    .refine(({ until }) => until === undefined || until.endsWith(':00Z'), {
      path: ['until'],
      message: 'is not a full minute: write it with 00 seconds',
    })
    .optional()
    .describe('For partners with embargo rights; no other audience gets the story before'),
  feedId: opaqueId
    .optional()
    .describe('The guid of the story in an earlier system; feed readers do not show it as new'),
  source: z
    .strictObject({
      provider: line(300).describe('Name or identifier of the provider'),
      guid: opaqueId.describe('Id of the story at the provider'),
      version: z.int().nonnegative().optional().describe('Version of the provider'),
      hops: z
        .array(
          z.strictObject({
            party: line(300).describe('Name or identifier of the organisation'),
            at: instant.optional().describe('Time at which it sent the story on'),
          }),
        )
        .max(50)
        .optional()
        .describe('Organisations that handed the story on before, the first one first'),
    })
    .optional()
    .describe('Provider of a story from outside; only the same provider can change it'),
} as const;
