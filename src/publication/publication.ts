import { z } from 'zod';
import { email, fileAddress, instant, language, line, slug, text, url } from '../article/fields.ts';
import { partySchema } from '../article/party.ts';
import { rightsSchema } from '../article/rights.ts';
import { isTimeZone } from '../text/instant.ts';
import { crawlersSchema, trustSchema } from './crawler-settings.ts';
import { frontSchema, unknownSections } from './front-settings.ts';
import { machineUses } from './machine-uses.ts';
import { partnerSchema } from './partner.ts';
import { purgeSchema } from './purge-settings.ts';
import { redirectsSchema } from './redirects.ts';
import { TERM_FIELDS } from './term-fields.ts';

/** First path segments of the feeds that Dateline generates. */
const RESERVED_FEEDS: readonly string[] =
  'all corrections q section author subject place organisation person tag language genre access origin'.split(' ');

const domain = z
  .string()
  .max(253)
  .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'is not a domain name such as news.example.com, in lower case');

const page = z.union([url, z.string().regex(/^\/[a-z0-9/-]*(#[a-z-]+)?$/)]);

/** Policy pages of the publisher; the names are those of schema.org. */
const policiesSchema = z.strictObject({
  publishingPrinciples: page.optional().describe('Page of the editorial principles'),
  correctionsPolicy: page.optional().describe('Page of the corrections policy'),
  ethicsPolicy: page.optional().describe('Page of the ethics policy'),
  diversityPolicy: page.optional().describe('Page of the diversity policy'),
  diversityStaffingReport: page.optional().describe('Page of the report on diversity of the staff'),
  ownershipFundingInfo: page.optional().describe('Page about ownership and funding'),
  unnamedSourcesPolicy: page.optional().describe('Page of the policy on unnamed sources'),
  actionableFeedbackPolicy: page.optional().describe('Page about feedback from readers'),
  verificationFactCheckingPolicy: page.optional().describe('Page about verification of facts'),
  missionCoveragePrioritiesPolicy: page.optional().describe('Page about mission and priorities'),
  noBylinesPolicy: page.optional().describe('Page about stories without bylines'),
  masthead: page.optional().describe('Page of the staff'),
});

const sectionSchema = z.strictObject({
  key: slug.describe('Name in addresses and in `section`; never changed'),
  name: line(80).describe('Name for readers'),
  names: z.record(language, line(80)).default({}).describe('Its name in other languages'),
  description: line(300).optional().describe('Description of its feed'),
  rights: rightsSchema
    .pick({ usageTerms: true, licence: true, acquire: true, dataMining: true })
    .optional()
    .describe('Licence of its stories, if it differs from that of the publication'),
});
export type Section = z.output<typeof sectionSchema>;

/** A product that partners subscribe to. */
const wireSchema = z.strictObject({
  key: slug.describe('Its code in NewsML-G2; never changed'),
  name: line(80).describe('Its name'),
  names: z.record(language, line(80)).default({}).describe('Its name in other languages'),
  description: line(300).optional().describe('Its description'),
  sections: z.array(slug).max(200).default([]).describe('The sections whose stories it contains; all if empty'),
});
export type Wire = z.output<typeof wireSchema>;

/** The common properties of the stories of a feed. */
const filterSchema = z
  .strictObject(TERM_FIELDS)
  .refine((filter) => Object.values(filter).flat().length <= 4, 'has more than four terms: remove some');

const podcastSchema = z.strictObject({
  author: line(200).optional().describe('Its author; the name of the publication if absent'),
  category: line(100).default('News').describe('A category of Apple Podcasts, such as `News` or `Society & Culture`'),
  explicit: z.boolean().default(false).describe('Whether it contains strong language or other explicit content'),
  image: fileAddress.optional().describe('A square picture of 1400 to 3000 pixels, JPEG or PNG'),
});
/** Settings of a feed for podcast directories. */
export type Podcast = z.output<typeof podcastSchema>;

const namedFeedSchema = z.strictObject({
  key: slug
    .refine((key) => !RESERVED_FEEDS.includes(key), 'is reserved for the feeds of Dateline: choose another')
    .describe('Its name in addresses: `/feeds/KEY`'),
  title: line(120).describe('Its title'),
  description: line(300).optional().describe('Its description'),
  filter: filterSchema.default({}).describe('Terms that its stories must have, at most four'),
  items: z.int().min(1).max(200).optional().describe('Least number of stories; that of all feeds if absent'),
  content: z.enum(['full', 'summary']).optional().describe('Whole stories or summaries; as in all feeds if absent'),
  podcast: podcastSchema
    .optional()
    .describe('For podcast directories; the filter has to select stories with sound, such as those with a tag'),
  formats: z.array(z.string()).min(1).max(20).optional().describe('Ids of `dateline formats`; all if absent'),
});
/** A feed defined in `publication.yaml`. */
export type NamedFeed = z.output<typeof namedFeedSchema>;

const staffSchema = z.strictObject({
  key: slug.describe('Name in `bylines` and in the address of the page'),
  ...partySchema.omit({ staff: true, role: true }).shape,
  description: text(2000).optional().describe('Short biography, for the page of his or her stories'),
  image: fileAddress.optional().describe('A portrait'),
});
export type Staff = z.output<typeof staffSchema>;

/** The settings of the publication: the content of `publication.yaml`. */
export const publicationSchema = z
  .strictObject({
    name: line(120).describe('Name of the publication'),
    legalName: line(200).optional().describe('Name of the company'),
    description: line(300).describe('One sentence about the publication; the description of its feeds'),
    authority: z
      .strictObject({
        domain: domain.describe('The domain name'),
        year: z.int().min(1990).max(2100).describe('A year in which the domain was yours'),
      })
      .describe('Part of the id of every story (RFC 4151): a domain that was yours in that year. Never change it.'),
    timeZone: z
      .string()
      .refine(isTimeZone, 'is not a time zone such as Europe/London')
      .describe('Time zone of dates without an offset (IANA name)'),
    language: language.describe('Main language (BCP 47)'),
    languages: z.array(language).max(50).default([]).describe('Other languages that it publishes in'),
    logo: z
      .strictObject({
        href: fileAddress.describe('Its file'),
        width: z.int().positive().describe('In pixels'),
        height: z.int().positive().describe('In pixels'),
        dark: fileAddress.optional().describe('The file for dark backgrounds'),
      })
      .optional()
      .describe('A picture of at least 112 × 112 pixels'),
    picture: z
      .strictObject({
        href: fileAddress.describe('Its file: JPEG, PNG or WebP, at least 1200 pixels wide'),
        width: z.int().positive().describe('In pixels'),
        height: z.int().positive().describe('In pixels'),
        alt: line(1000).default('').describe('Description for readers who do not see it'),
      })
      .optional()
      .describe('The picture of links to pages and stories that have none of their own; the logo if absent'),
    twitterSite: z
      .string()
      .regex(/^@\w{1,15}$/, 'is not an account such as @courier')
      .optional()
      .describe('Account of the publication on X, for cards'),
    email: email.optional().describe('Contact address'),
    url: url.optional().describe('Main site of the publisher, if it is not this one'),
    sameAs: z.array(url).max(20).default([]).describe('Profiles of the publication elsewhere'),
    founded: instant.optional().describe('Time of foundation'),
    sections: z
      .array(sectionSchema)
      .min(1, 'is empty: a publication has at least one section')
      .max(200)
      .describe('Sections, each with a feed and a page'),
    services: z
      .array(wireSchema)
      .max(50)
      .default([])
      .describe('The products that partners subscribe to (`service` in NewsML-G2)'),
    partners: z
      .array(partnerSchema)
      .max(1000)
      .default([])
      .describe('Partners that get stories: their products and channels; the API can add others'),
    staff: z.array(staffSchema).max(5000).default([]).describe('People and desks, named in `bylines` by key'),
    policies: policiesSchema.default({}).describe('Policy pages, by their names in schema.org'),
    rights: rightsSchema
      .omit({ year: true, endsAt: true, destinations: true, excluded: true })
      .prefault({})
      .describe('Rights of all stories without rights of their own'),
    speakable: z
      .boolean()
      .default(false)
      .describe('Whether pages mark the parts to read aloud (headline, standfirst) for assistants'),
    crawlers: crawlersSchema.prefault({}).describe('Rules for crawlers in robots.txt (RFC 9309)'),
    trust: trustSchema.prefault({}).describe('Entries of trust.txt'),
    indexNow: z
      .strictObject({
        key: z
          .string()
          .regex(/^[A-Za-z0-9-]{8,128}$/, 'is not a key: write 8 to 128 letters, digits and hyphens')
          .describe('A key of your choice, served at `/KEY.txt`'),
        endpoint: url.default('https://api.indexnow.org/indexnow').describe('The address of submissions'),
      })
      .optional()
      .describe(
        'Key of IndexNow (https://www.indexnow.org): each change is submitted to search engines; off without it',
      ),
    webSub: z
      .strictObject({
        hub: z.boolean().default(true).describe('Whether the server is a hub for its own feeds'),
        external: z
          .strictObject({
            url: url.describe('Its address'),
            alarm: z
              .strictObject({
                url: url.optional().describe('Address that gets alarms as JSON'),
                email: email.optional().describe('Address that gets alarms by e-mail'),
              })
              .optional()
              .describe('Where alarms go, besides the log, if the hub does not distribute'),
          })
          .optional()
          .describe('A hub of others, which feeds name too: it is pinged after each change, and watched'),
        signature: z
          .enum(['sha256', 'sha384', 'sha512', 'sha1'])
          .default('sha256')
          .describe('Algorithm of `X-Hub-Signature`; `sha1` for old subscribers alone'),
      })
      .prefault({})
      .describe('Push to feed readers (WebSub)'),
    purge: purgeSchema
      .optional()
      .describe('The network in front of the server, which is purged after each change; off without it'),
    redirects: redirectsSchema
      .default([])
      .describe(
        'Old addresses of stories, feeds and pages, and where they lead; addresses of Dateline itself come first',
      ),
    security: z
      .strictObject({
        contact: z
          .array(z.union([email, url]))
          .min(1, 'is empty: name an address')
          .max(10)
          .describe('E-mail addresses or pages for reports'),
        expires: instant.describe('Time until which this is true, at most a year ahead'),
        policy: page.optional().describe('Page of the policy for reports'),
      })
      .optional()
      .describe('Contact for reports of vulnerabilities, for `security.txt`'),
    front: frontSchema
      .optional()
      .describe('Order of the front page; a file `front.yaml` beside this one, or the API, replaces it'),
    markdown: z
      .boolean()
      .default(true)
      .describe('Whether stories, feeds and archive days are available as Markdown, for programs that read for people'),
    about: text(5000).optional().describe('Text of the page `/about`; lines with # are headings'),
    feeds: z
      .strictObject({
        items: z.int().min(1).max(200).default(30).describe('Least number of stories in a feed'),
        content: z.enum(['full', 'summary']).default('full').describe('Whether feeds contain whole stories'),
        named: z.array(namedFeedSchema).max(500).default([]).describe('Feeds with names of their own'),
        leadPicture: z
          .boolean()
          .default(true)
          .describe('Whether the text in feeds begins with the first picture, its caption and credit'),
        metered: z
          .enum(['free', 'paid'])
          .default('free')
          .describe(
            '`free`: metered stories are in feeds of free stories too; `paid`: only in those of metered stories',
          ),
        rsl: z.boolean().default(false).describe('Whether items of RSS carry the licence for machines (RSL)'),
      })
      .prefault({})
      .describe('Settings of feeds'),
  })
  .refine(({ crawlers, rights }) => crawlers.training !== 'allow' || machineUses(rights).training !== false, {
    path: ['crawlers', 'training'],
    message: 'contradicts `rights.dataMining`: leave it out, or change the rights',
  })
  .refine(({ sections }) => isUnique(sections), {
    path: ['sections'],
    message: 'contain the same key twice: remove one',
  })
  .refine(({ partners }) => isUnique(partners), {
    path: ['partners'],
    message: 'contain the same key twice: remove one',
  })
  .refine(({ services }) => isUnique(services), {
    path: ['services'],
    message: 'contain the same key twice: remove one',
  })
  .refine(({ feeds }) => isUnique(feeds.named), {
    path: ['feeds', 'named'],
    message: 'contain the same key twice: remove one',
  })
  .superRefine(({ front, sections }, context) => {
    for (const { path, message } of front === undefined ? [] : unknownSections(front, sections)) {
      context.addIssue({ code: 'custom', path: ['front', ...path], message });
    }
  })
  .refine(({ staff }) => isUnique(staff), { path: ['staff'], message: 'contain the same key twice: remove one' });

/** The checked settings of the publication. */
export type Publication = z.output<typeof publicationSchema>;

function isUnique(rows: readonly { readonly key: string }[]): boolean {
  return new Set(rows.map(({ key }) => key)).size === rows.length;
}

/** Returns the addresses of the publication's own pictures: its logo, its picture for cards, the portraits of its staff. */
export function ownPictures({ logo, picture, staff }: Publication): string[] {
  return [logo?.href, logo?.dark, picture?.href, ...staff.map(({ image }) => image)].filter(
    (href) => href !== undefined,
  );
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
