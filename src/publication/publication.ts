import { z } from 'zod';
import { email, fileAddress, instant, language, line, slug, text, url } from '../article/fields.ts';
import { partySchema } from '../article/party.ts';
import { rightsSchema } from '../article/rights.ts';
import { isTimeZone } from '../text/instant.ts';
import { crawlersSchema, trustSchema } from './crawler-settings.ts';
import { machineUses } from './machine-uses.ts';

/** First path segments of the feeds that Dateline generates. */
const RESERVED_FEEDS: readonly string[] =
  'all corrections q section author subject place organisation person tag language genre access'.split(' ');

const domain = z
  .string()
  .max(253)
  .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'is not a domain name such as news.example.com, in lower case');

const page = z.union([url, z.string().regex(/^\/[a-z0-9/-]*(#[a-z-]+)?$/)]);

/** Policy pages of the publisher; the names are those of schema.org. */
const policiesSchema = z.strictObject({
  publishingPrinciples: page.optional(),
  correctionsPolicy: page.optional(),
  ethicsPolicy: page.optional(),
  diversityPolicy: page.optional(),
  diversityStaffingReport: page.optional(),
  ownershipFundingInfo: page.optional(),
  unnamedSourcesPolicy: page.optional(),
  actionableFeedbackPolicy: page.optional(),
  verificationFactCheckingPolicy: page.optional(),
  missionCoveragePrioritiesPolicy: page.optional(),
  noBylinesPolicy: page.optional(),
  masthead: page.optional(),
});

const sectionSchema = z.strictObject({
  key: slug,
  name: line(80),
  names: z.record(language, line(80)).default({}).describe('Its name in other languages'),
  description: line(300).optional(),
  rights: rightsSchema
    .pick({ usageTerms: true, licence: true, acquire: true, dataMining: true })
    .optional()
    .describe('Where its stories are licensed in another way than the rest'),
});
export type Section = z.output<typeof sectionSchema>;

/** A product that partners subscribe to. */
const wireSchema = z.strictObject({
  key: slug,
  name: line(80),
  names: z.record(language, line(80)).default({}).describe('Its name in other languages'),
  description: line(300).optional(),
  sections: z.array(slug).max(200).default([]).describe('The sections whose stories it carries; all if empty'),
});
export type Wire = z.output<typeof wireSchema>;

const names = z.union([line(200), z.array(line(200)).max(4)]).optional();

/** The common properties of the stories of a feed; the names are those of feed addresses. */
const filterSchema = z
  .strictObject({
    section: names,
    author: names,
    subject: names,
    place: names,
    organisation: names,
    person: names,
    tag: names,
    language: names,
    genre: names,
    access: names,
  })
  .refine((filter) => Object.values(filter).flat().length <= 4, 'asks for more than four things at once');

const namedFeedSchema = z.strictObject({
  key: slug.refine(
    (key) => !RESERVED_FEEDS.includes(key),
    'is a name that Dateline itself gives to feeds: choose another',
  ),
  title: line(120),
  description: line(300).optional(),
  filter: filterSchema.default({}),
  items: z.int().min(1).max(200).optional(),
  content: z.enum(['full', 'summary']).optional(),
  formats: z.array(z.string()).min(1).max(20).optional().describe('Ids of `dateline formats`; all if absent'),
});
/** A feed defined in `publication.yaml`. */
export type NamedFeed = z.output<typeof namedFeedSchema>;

const staffSchema = z.strictObject({
  key: slug,
  ...partySchema.omit({ staff: true, role: true }).shape,
  description: text(2000).optional().describe('Who that is, for the page of his or her stories'),
  image: fileAddress.optional().describe('A portrait'),
});
export type Staff = z.output<typeof staffSchema>;

/** The settings of the publication: the content of `publication.yaml`. */
export const publicationSchema = z
  .strictObject({
    name: line(120),
    legalName: line(200).optional(),
    description: line(300),
    authority: z
      .strictObject({ domain, year: z.int().min(1990).max(2100) })
      .describe('Names every story for ever (RFC 4151): a domain that was yours in that year. Never change it.'),
    timeZone: z.string().refine(isTimeZone, 'is not a time zone such as Europe/London'),
    language,
    languages: z.array(language).max(50).default([]).describe('Other languages that it publishes in'),
    logo: z
      .strictObject({ href: fileAddress, width: z.int().positive(), height: z.int().positive() })
      .optional()
      .describe('A picture of at least 112 × 112 pixels'),
    email: email.optional(),
    url: url.optional(),
    sameAs: z.array(url).max(20).default([]),
    founded: instant.optional(),
    sections: z.array(sectionSchema).min(1, 'is empty: a publication has at least one section').max(200),
    services: z
      .array(wireSchema)
      .max(50)
      .default([])
      .describe('The products that partners subscribe to (`service` in NewsML-G2)'),
    staff: z.array(staffSchema).max(5000).default([]),
    policies: policiesSchema.default({}),
    rights: rightsSchema.omit({ year: true, endsAt: true }).prefault({}),
    speakable: z
      .boolean()
      .default(false)
      .describe('Whether assistants are told what to read aloud (headline, standfirst)'),
    crawlers: crawlersSchema.prefault({}),
    trust: trustSchema.prefault({}),
    indexNow: z
      .strictObject({
        key: z.string().regex(/^[A-Za-z0-9-]{8,128}$/, 'has 8 to 128 letters, digits and hyphens'),
        endpoint: url.default('https://api.indexnow.org/indexnow'),
      })
      .optional()
      .describe('Tells search engines of each change (https://www.indexnow.org); nobody is told without it'),
    about: text(5000).optional(),
    feeds: z
      .strictObject({
        items: z.int().min(1).max(200).default(30).describe('How many stories a feed shows at least'),
        content: z.enum(['full', 'summary']).default('full'),
        named: z.array(namedFeedSchema).max(500).default([]).describe('Feeds with names of their own'),
        rsl: z.boolean().default(false).describe('Whether items of RSS carry the licence for machines (RSL)'),
      })
      .prefault({}),
  })
  .refine(({ crawlers, rights }) => crawlers.training !== 'allow' || machineUses(rights).training !== false, {
    path: ['crawlers', 'training'],
    message: 'says another thing than `rights.dataMining`: leave it out, or change the rights',
  })
  .refine(({ sections }) => isUnique(sections), { path: ['sections'], message: 'hold the same key twice' })
  .refine(({ services }) => isUnique(services), { path: ['services'], message: 'hold the same key twice' })
  .refine(({ feeds }) => isUnique(feeds.named), { path: ['feeds', 'named'], message: 'hold the same key twice' })
  .refine(({ staff }) => isUnique(staff), { path: ['staff'], message: 'hold the same key twice' });

/** The checked settings of the publication. */
export type Publication = z.output<typeof publicationSchema>;

function isUnique(rows: readonly { readonly key: string }[]): boolean {
  return new Set(rows.map(({ key }) => key)).size === rows.length;
}

/** Returns the section with this key. */
export function sectionOf(publication: Publication, key: string): Section | undefined {
  return publication.sections.find((section) => section.key === key);
}

/** Returns the products that include a section. */
export function servicesOf({ services }: Publication, section: string): Wire[] {
  return services.filter(({ sections }) => sections.length === 0 || sections.includes(section));
}

/** Returns a section's name in a language or its primary language, else its main name. */
export function sectionName(section: Pick<Section, 'name' | 'names'>, tag: string): string {
  return section.names[tag] ?? section.names[tag.split('-')[0] ?? tag] ?? section.name;
}

/** Returns the JSON Schema (2020-12) of `publication.yaml`. */
export function publicationJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(publicationSchema, { io: 'input', target: 'draft-2020-12' });
  return { ...schema, title: 'Dateline publication', description: 'The publisher and its settings.' };
}
