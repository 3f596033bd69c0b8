import { z } from 'zod';
import type { Audience } from '../article/audience.ts';
import { DESTINATIONS } from '../article/destination.ts';
import { email, instant, language, line, slug, url } from '../article/fields.ts';
import type { StorySelection } from '../article/story-selection.ts';
import { earliest, type Instant } from '../text/instant.ts';
import { channelNameOf, channelSchema, isUrgentOnly } from './channel.ts';
import { TERM_FIELDS, type TermValues, termsNamed } from './term-fields.ts';

/** Ids of the formats that partners get. */
export const PARTNER_FORMATS = [
  'newsml-g2',
  'newsml-g2-superdesk-nitf',
  'newsml-g2-plain',
  'newsml-g2-linked-data',
  'ninjs',
  'ninjs-2.3',
  'ninjs-2.1',
  'ninjs-superdesk',
] as const;

/** Largest number of terms in the selection of a product. */
const MAX_TERMS = 8;

const conditionSchema = z
  .strictObject({
    ...TERM_FIELDS,
    not: z.strictObject(TERM_FIELDS).optional().describe('Leaves out stories with any of these'),
  })
  .refine(({ not, ...terms }) => (not === undefined) !== (termsNamed(terms as TermValues).length === 0), {
    message: 'has to name terms, or `not` with terms: exactly one of them',
  });

function termCount(conditions: readonly { readonly not?: TermValues | undefined }[]): number {
  return conditions.flatMap(({ not, ...terms }) => termsNamed({ ...(terms as TermValues), ...not })).length;
}

const productSchema = z.strictObject({
  stories: z
    .array(conditionSchema)
    .max(MAX_TERMS)
    .refine((conditions) => termCount(conditions) <= MAX_TERMS, `have more than ${MAX_TERMS} terms: remove some`)
    .default([])
    .describe('Conditions that a story has to fulfil, all of them; each holds if one of its terms does'),
  languages: z.array(language).max(50).default([]).describe('Languages of the stories; all if empty'),
  embargoes: z.boolean().default(false).describe('Whether stories are sent under embargo, with notes for editors'),
  paidText: z.boolean().default(false).describe('Whether paid stories are sent to their end'),
  silentEdits: z.enum(['send', 'hold']).default('send').describe('Whether edits that readers need not notice are sent'),
});

/** An organisation that gets stories. */
export const partnerSchema = z.strictObject({
  key: slug
    .refine((key) => !(DESTINATIONS as readonly string[]).includes(key), 'is the name of a destination: choose another')
    .describe('Its name in the ledger and in `rights.destinations`; never changed'),
  name: line(120).describe('Its name'),
  product: productSchema.prefault({}).describe('The stories that it gets, and how much of them'),
  format: z.enum(PARTNER_FORMATS).default('newsml-g2').describe('The format of messages, with its profile'),
  channels: z
    .array(channelSchema)
    .max(8)
    .default([])
    .refine(
      (channels) => new Set(channels.map(channelNameOf)).size === channels.length,
      'have the same name twice: give one a `name`',
    )
    .refine(
      (channels) => channels.length === 0 || channels.some((channel) => !isUrgentOnly(channel)),
      'are for urgent messages alone: add one by which the stories arrive',
    )
    .refine((channels) => channels.filter(({ type }) => type === 'queue').length <= 1, 'have two queues: remove one')
    .describe('The channels that messages take'),
  digests: z
    .array(z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'is not a time of day such as 07:30'))
    .max(24)
    .default([])
    .describe(
      'Times of day (publication time zone) at which messages are sent together; at once if empty. Kills, corrections and withholdings are never delayed',
    ),
  alarm: z
    .strictObject({
      url: url.optional().describe('Address that gets alarms as JSON'),
      email: email.optional().describe('Address that gets alarms by e-mail'),
      silentHours: z
        .int()
        .min(1)
        .max(720)
        .default(24)
        .describe(
          'Hours in which a partner neither confirms a message nor finds its queue empty, after which there is an alarm',
        ),
    })
    .refine(({ url: address, email: mailbox }) => address !== undefined || mailbox !== undefined, {
      path: ['url'],
      message: 'is missing, and so is `email`: name one of them',
    })
    .optional()
    .describe('Where alarms about this partner go, besides the log and the page of deliveries'),
  trialEnds: instant.optional().describe('End of the trial: afterwards it gets recalls alone'),
  ends: instant.optional().describe('End of the agreement: afterwards it gets recalls alone'),
});
/** The settings of a partner. */
export type Partner = z.output<typeof partnerSchema>;

/** Returns the stories of a product: its conditions, and its languages. */
export function storiesOfProduct({ product: { stories, languages } }: Pick<Partner, 'product'>): StorySelection {
  const conditions = stories.map(({ not, ...terms }) =>
    not === undefined
      ? { terms: termsNamed(terms as TermValues), isExcluding: false }
      : { terms: termsNamed(not), isExcluding: true },
  );
  if (languages.length === 0) return conditions;
  return [...conditions, { terms: termsNamed({ language: languages }), isExcluding: false }];
}

/** Returns the audience that a partner is: the one place in which a product becomes rights. */
export function audienceOfPartner(partner: Pick<Partner, 'key' | 'product'>): Audience {
  const { embargoes, paidText } = partner.product;
  return {
    embargoed: embargoes,
    paidText,
    editorial: embargoes,
    destination: `partner:${partner.key}`,
    stories: storiesOfProduct(partner),
  };
}

/** Returns the time at which an agreement ends. */
export function endOf({ trialEnds, ends }: Pick<Partner, 'trialEnds' | 'ends'>): Instant | undefined {
  return earliest([trialEnds, ends]);
}

/** True while an agreement lasts. */
export function isActive(partner: Pick<Partner, 'trialEnds' | 'ends'>, now: Instant): boolean {
  const end = endOf(partner);
  return end === undefined || now < end;
}
